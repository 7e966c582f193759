import { saveReading } from "@/lib/readings/mutations"
import { readingSchema } from "@/lib/readings/schema"
import { contentDoor } from "../../../content-door"

export const POST = contentDoor(
  readingSchema,
  ({ id, reading }: { id: string; reading: string }) => `/admin/events/${id}/readings/${reading}`,
  (organiser, { id, reading }, input) => saveReading(organiser, id, reading, input),
)
