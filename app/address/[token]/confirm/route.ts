import { buttonDoor, notFoundPage, seeOther } from "@/lib/forms"
import { proveAddress } from "@/lib/registrations/address-changes"

export const POST = buttonDoor(async ({ token }: { token: string }) => {
  const proven = await proveAddress(token)
  if (!proven) return notFoundPage()
  // When nothing moved, the page says why.
  return seeOther(proven === "kept" ? `/address/${token}` : `/attend/${proven.token}`)
})
