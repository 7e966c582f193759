import { buttonDoor, notFoundPage, seeOther } from "@/lib/forms"
import { resumeMail } from "@/lib/registrations/mutations"
import { getAttendance } from "@/lib/registrations/queries"

export const POST = buttonDoor(async ({ token }: { token: string }) => {
  const attendance = await getAttendance(token)
  if (!attendance) return notFoundPage()
  await resumeMail(attendance.id)
  return seeOther(`/attend/${token}/mail`)
})
