import { renewEventPages, seeOther } from "@/lib/forms"
import { cancel } from "@/lib/registrations/mutations"
import { attendeeDoor } from "../attendee-door"

export const POST = attendeeDoor(async (attendance, token) => {
  const outcome = attendance.now < attendance.event.endsAt ? await cancel(attendance.id) : null
  if (outcome?.turned) renewEventPages(attendance.event.slug)
  return seeOther(`/attend/${token}`)
})
