import { sendTest } from "@/lib/deliveries/test-mail"
import { runDoor } from "../run-door"

export const POST = runDoor(sendTest, "#check")
