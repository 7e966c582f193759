import { deskButton } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, seeOther } from "@/lib/forms"
import { openLink } from "@/lib/readiness/mutations"

const page = ({ id }: { id: string }) => `/admin/events/${id}/readiness`

/** Leads to the webinar as an attendee would get there, and remembers that somebody went. */
export const POST = deskButton(page, async (organiser, params) => {
  const event = await getDeskEvent(organiser, params.id)
  if (!event) return notFoundPage()
  return seeOther((await openLink(organiser, event.id)) ?? page(params))
})
