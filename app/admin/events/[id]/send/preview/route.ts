import { currentOrganiser } from "@/lib/auth/organiser"
import { composeJoining } from "@/lib/deliveries/audience"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, seeOther } from "@/lib/forms"

/** The joining letter of one person as the message that leaves (RFC 5322), to save and to open in a mail program. */
export async function GET(request: Request, { params }: RouteContext<"/admin/events/[id]/send/preview">): Promise<Response> {
  const organiser = await currentOrganiser()
  if (!organiser) return seeOther("/admin/sign-in")
  const event = await getDeskEvent(organiser, (await params).id)
  const person = new URL(request.url).searchParams.get("person") ?? ""
  const message = event && (await composeJoining(organiser, event.id, person))
  if (!message) return notFoundPage()
  return new Response(new Uint8Array(message), {
    headers: { "content-type": "message/rfc822", "content-disposition": `attachment; filename="${event.slug}.eml"`, "cache-control": "no-store" },
  })
}
