import { archiveEvent } from "@/lib/events/mutations"
import { turnDoor } from "../turn-door"

export const POST = turnDoor(archiveEvent, "archived", "toCome")
