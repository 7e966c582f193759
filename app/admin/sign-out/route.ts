import { signOut } from "@/lib/auth/next-auth"
import { buttonDoor, seeOther } from "@/lib/forms"

export const POST = buttonDoor(async () => {
  await signOut({ redirect: false })
  return seeOther("/admin/sign-in")
})
