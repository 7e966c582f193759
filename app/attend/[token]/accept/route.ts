import { buttonDoor, notFoundPage, seeOther } from "@/lib/forms"
import { acceptOffer } from "@/lib/registrations/mutations"
import { getAttendance } from "@/lib/registrations/queries"

export const POST = buttonDoor(async ({ token }: { token: string }) => {
  const attendance = await getAttendance(token)
  if (!attendance) return notFoundPage()
  // Whatever came of it, the page says it.
  await acceptOffer(attendance.id)
  return seeOther(`/attend/${token}`)
})
