import { actDoor } from "../act-door"

export const POST = actDoor("accept")
