import { finishSignIn } from "@/lib/auth/finish-sign-in"
import { buttonDoor } from "@/lib/forms"

export const POST = buttonDoor(({ token }: { token: string }, request) => finishSignIn(token, request.headers.get("cookie")))
