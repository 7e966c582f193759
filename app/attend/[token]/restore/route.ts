import { attendPage, mayComeBack } from "@/lib/attendance/rules"
import { buttonDoor, notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { restore } from "@/lib/registrations/mutations"
import { getAttendance } from "@/lib/registrations/queries"

export const POST = buttonDoor(async ({ token }: { token: string }) => {
  const attendance = await getAttendance(token)
  if (!attendance) return notFoundPage()
  const { event, now } = attendance
  if (!mayComeBack(attendPage(event, attendance, now), attendance, event, now)) return seeOther(`/attend/${token}`)
  const outcome = await restore(attendance.id)
  if (outcome?.turned) renewEventPages(event.slug)
  const isBack = outcome?.answer === "registered" || outcome?.answer === "waiting"
  return seeOther(isBack ? `/attend/${token}` : `/attend/${token}?full`)
})
