import { buttonDoor, notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { restore } from "@/lib/registrations/mutations"
import { getAttendance } from "@/lib/registrations/queries"

export const POST = buttonDoor(async ({ token }: { token: string }) => {
  const attendance = await getAttendance(token)
  if (!attendance) return notFoundPage()
  // Whom an organiser cancelled only an organiser brings back.
  if (attendance.status !== "cancelled" || attendance.cancelledBy === "organiser") return seeOther(`/attend/${token}`)
  const outcome = await restore(attendance.id)
  if (outcome?.turned) renewEventPages(attendance.event.slug)
  const isBack = outcome?.answer === "registered" || outcome?.answer === "waiting"
  return seeOther(isBack ? `/attend/${token}` : `/attend/${token}?full`)
})
