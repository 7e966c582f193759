import { attendPage } from "@/lib/attendance/rules"
import { seeOther } from "@/lib/forms"
import { recordJoin } from "@/lib/registrations/mutations"
import { attendeeDoor } from "../attendee-door"

export const POST = attendeeDoor(async (attendance, token) => {
  const { joinUrl } = attendance.event
  // Too early, over or cancelled: the page says which.
  if (attendPage(attendance.event, attendance, attendance.now) !== "open" || !joinUrl) return seeOther(`/attend/${token}`)
  await recordJoin(attendance.id)
  return seeOther(joinUrl)
})
