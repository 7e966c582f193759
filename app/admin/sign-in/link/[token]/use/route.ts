import { finishSignIn } from "@/lib/auth/finish-sign-in"
import { buttonDoor } from "@/lib/forms"

export const POST = buttonDoor(({ token }: { token: string }) => finishSignIn(token))
