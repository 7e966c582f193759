import { saveSpeaker } from "@/lib/speakers/mutations"
import { speakerSchema } from "@/lib/speakers/schema"
import { contentDoor } from "../../../content-door"

export const POST = contentDoor(
  speakerSchema,
  ({ id, speaker }: { id: string; speaker: string }) => `/admin/events/${id}/speakers/${speaker}`,
  (organiser, { id, speaker }, input) => saveSpeaker(organiser, id, speaker, input),
)
