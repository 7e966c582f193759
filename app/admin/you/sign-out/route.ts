import { memberButton } from "@/lib/auth/doors"
import { seeOther } from "@/lib/forms"
import { signOutEverywhere } from "@/lib/team/mutations"

export const POST = memberButton("/admin/you", async (viewer) => {
  await signOutEverywhere(viewer)
  return seeOther("/admin/sign-in")
})
