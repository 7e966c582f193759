import { publishEvent } from "@/lib/events/mutations"
import { turnDoor } from "../turn-door"

export const POST = turnDoor(publishEvent, "published", "over")
