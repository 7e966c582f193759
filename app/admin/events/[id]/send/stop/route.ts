import { stopRun } from "@/lib/deliveries/runs"
import { runDoor } from "../run-door"

export const POST = runDoor(stopRun)
