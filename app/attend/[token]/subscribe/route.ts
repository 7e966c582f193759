import { seeOther } from "@/lib/forms"
import { resumeMail } from "@/lib/registrations/mutations"
import { attendeeDoor } from "../attendee-door"

export const POST = attendeeDoor(async (attendance, token) => {
  await resumeMail(attendance.id)
  return seeOther(`/attend/${token}/mail`)
})
