import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { eventSchema } from "@/lib/events/schema"

/** Keeps what was typed for a quarter of an hour, and shows it as the public would see it. Nothing is saved. */
export const POST = deskDoor(eventSchema, (_organiser, _input, { giveBack }: DeskVisit<{ id: string }>) => giveBack("typed"), {
  form: ({ id }) => `/admin/events/${id}/preview`,
})
