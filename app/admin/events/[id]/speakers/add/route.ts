import { addSpeaker } from "@/lib/speakers/mutations"
import { speakerSchema } from "@/lib/speakers/schema"
import { contentDoor } from "../../content-door"

export const POST = contentDoor(
  speakerSchema,
  ({ id }: { id: string }) => `/admin/events/${id}/speakers/new`,
  (organiser, { id }, input) => addSpeaker(organiser, id, input),
)
