import { pictureDoor } from "../../../../picture-door"

export const POST = pictureDoor({
  use: "portrait",
  idOf: ({ speaker }: { id: string; speaker: string }) => speaker,
  form: ({ id, speaker }) => `/admin/events/${id}/speakers/${speaker}`,
})
