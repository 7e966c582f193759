import { addReading } from "@/lib/readings/mutations"
import { readingSchema } from "@/lib/readings/schema"
import { contentDoor } from "../../content-door"

export const POST = contentDoor(
  readingSchema,
  ({ id }: { id: string }) => `/admin/events/${id}/readings/new`,
  (organiser, { id }, input) => addReading(organiser, id, input),
)
