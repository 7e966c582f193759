import { deskFile } from "@/lib/auth/doors"
import { composeJoining } from "@/lib/deliveries/audience"
import { getDeskEvent } from "@/lib/events/desk"
import { noteSeen } from "@/lib/events/join-details"
import { notFoundPage } from "@/lib/forms"

/** The joining letter of one person as the message that leaves (RFC 5322), to save and to open in a mail program. */
export const GET = deskFile(async (organiser, { id }: { id: string }, request) => {
  const event = await getDeskEvent(organiser, id)
  const person = new URL(request.url).searchParams.get("person") ?? ""
  const message = event && (await composeJoining(organiser, event.id, person))
  if (!event || !message) return notFoundPage()
  await noteSeen(organiser, event)
  return new Response(new Uint8Array(message), {
    headers: { "content-type": "message/rfc822", "content-disposition": `attachment; filename="${event.slug}.eml"`, "cache-control": "no-store" },
  })
})
