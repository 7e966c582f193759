import { seeOther } from "@/lib/forms"
import { acceptOffer } from "@/lib/registrations/mutations"
import { attendeeDoor } from "../attendee-door"

export const POST = attendeeDoor(async (attendance, token) => {
  // Whatever came of it, the page says it.
  await acceptOffer(attendance.id)
  return seeOther(`/attend/${token}`)
})
