import { tryServerNow } from "@/lib/deliveries/server"
import { runDoor } from "../run-door"

export const POST = runDoor(tryServerNow)
