import { noPictureDoor } from "../../picture-door"

export const POST = noPictureDoor({ use: "cover", idOf: ({ id }: { id: string }) => id })
