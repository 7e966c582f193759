import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { messageSchema } from "@/lib/messages/schema"

/** From the check back to the form, with the text. */
export const POST = deskDoor(messageSchema, async (_organiser, _input, { giveBack }: DeskVisit<{ id: string }>) => giveBack("unsent"), {
  form: ({ id }) => `/admin/events/${id}/messages`,
})
