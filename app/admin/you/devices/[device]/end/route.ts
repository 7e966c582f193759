import { memberButton } from "@/lib/auth/doors"
import { endDevice } from "@/lib/auth/sessions"
import { seeOther } from "@/lib/forms"

export const POST = memberButton("/admin/you", async (viewer, { device }: { device: string }) => {
  await endDevice(viewer, device)
  return seeOther("/admin/you?done=ended")
})
