import { unpublishEvent } from "@/lib/events/mutations"
import { turnDoor } from "../turn-door"

export const POST = turnDoor(unpublishEvent, "unpublished", "onList")
