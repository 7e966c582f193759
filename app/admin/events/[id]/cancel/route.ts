import { deskButton } from "@/lib/auth/doors"
import { cancelEvent } from "@/lib/events/changes"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"

const page = ({ id }: { id: string }) => `/admin/events/${id}/changes`

export const POST = deskButton(page, async (organiser, params) => {
  const event = await getDeskEvent(organiser, params.id)
  const outcome = event && (await cancelEvent(organiser, params.id))
  if (!event || !outcome) return notFoundPage()
  if (outcome === "over") return seeOther(`${page(params)}?refused=over`)
  renewEventPages(event.slug)
  return seeOther(`${page(params)}?done=cancelled`)
})
