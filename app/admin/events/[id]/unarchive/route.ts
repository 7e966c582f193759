import { unarchiveEvent } from "@/lib/events/mutations"
import { turnDoor } from "../turn-door"

export const POST = turnDoor(unarchiveEvent, "unarchived", "toCome")
