import { signInSchema } from "@/lib/auth/schema"
import { requestSignIn } from "@/lib/auth/sign-in-link"
import { formDoor, seeOther } from "@/lib/forms"

export const POST = formDoor(
  signInSchema,
  async ({ email }) => {
    await requestSignIn(email)
    return seeOther("/admin/sign-in/sent")
  },
  { form: () => "/admin/sign-in", limit: "signIn" },
)
