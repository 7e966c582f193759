import { actDoor } from "../act-door"

export const POST = actDoor("cancel")
