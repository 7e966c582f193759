import { buttonDoor, notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { cancel } from "@/lib/registrations/mutations"
import { getAttendance } from "@/lib/registrations/queries"

export const POST = buttonDoor(async ({ token }: { token: string }) => {
  const attendance = await getAttendance(token)
  if (!attendance) return notFoundPage()
  const outcome = attendance.now < attendance.event.endsAt ? await cancel(attendance.id) : null
  if (outcome?.turned) renewEventPages(attendance.event.slug)
  return seeOther(`/attend/${token}`)
})
