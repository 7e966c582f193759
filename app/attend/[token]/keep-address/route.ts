import { buttonDoor, notFoundPage, seeOther } from "@/lib/forms"
import { keepAddress } from "@/lib/registrations/address-changes"
import { getAttendance } from "@/lib/registrations/queries"

export const POST = buttonDoor(async ({ token }: { token: string }) => {
  const attendance = await getAttendance(token)
  if (!attendance) return notFoundPage()
  await keepAddress(attendance.id)
  return seeOther(`/attend/${token}/change`)
})
