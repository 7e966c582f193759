import { seeOther } from "@/lib/forms"
import { keepAddress } from "@/lib/registrations/address-changes"
import { attendeeDoor } from "../attendee-door"

export const POST = attendeeDoor(async (attendance, token) => {
  await keepAddress(attendance.id)
  return seeOther(`/attend/${token}/change`)
})
