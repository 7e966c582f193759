import { noPictureDoor } from "../../../../picture-door"

export const POST = noPictureDoor({ use: "portrait", idOf: ({ speaker }: { id: string; speaker: string }) => speaker })
