import { pauseRun } from "@/lib/deliveries/runs"
import { runDoor } from "../run-door"

export const POST = runDoor(pauseRun)
