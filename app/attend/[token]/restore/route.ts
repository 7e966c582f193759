import { attendPage, mayComeBack } from "@/lib/attendance/rules"
import { renewEventPages, seeOther } from "@/lib/forms"
import { restore } from "@/lib/registrations/mutations"
import { attendeeDoor } from "../attendee-door"

export const POST = attendeeDoor(async (attendance, token) => {
  const { event, now } = attendance
  if (!mayComeBack(attendPage(event, attendance, now), attendance, event, now)) return seeOther(`/attend/${token}`)
  const outcome = await restore(attendance.id)
  if (outcome?.turned) renewEventPages(event.slug)
  const isBack = outcome?.answer === "registered" || outcome?.answer === "waiting"
  return seeOther(isBack ? `/attend/${token}` : `/attend/${token}?full`)
})
