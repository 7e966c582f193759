import { attendPage } from "@/lib/attendance/rules"
import { buttonDoor, notFoundPage, seeOther } from "@/lib/forms"
import { recordJoin } from "@/lib/registrations/mutations"
import { getAttendance } from "@/lib/registrations/queries"

export const POST = buttonDoor(async ({ token }: { token: string }) => {
  const attendance = await getAttendance(token)
  if (!attendance) return notFoundPage()
  const { joinUrl } = attendance.event
  // Too early, over or cancelled: the page says which.
  if (attendPage(attendance.event, attendance, attendance.now) !== "open" || !joinUrl) return seeOther(`/attend/${token}`)
  await recordJoin(attendance.id)
  return seeOther(joinUrl)
})
