import { tryServer } from "@/lib/deliveries/runs"
import { runDoor } from "../run-door"

export const POST = runDoor(tryServer)
