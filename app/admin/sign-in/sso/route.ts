import { startSingleSignOn } from "@/lib/auth/start-single-sign-on"
import { buttonDoor } from "@/lib/forms"

export const POST = buttonDoor((_, request) => startSingleSignOn(request.headers.get("cookie")))
