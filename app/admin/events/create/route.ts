import { siteDoor } from "@/lib/auth/doors"
import { createEvent } from "@/lib/events/making"
import { newEventSchema } from "@/lib/events/schema"
import { seeOther } from "@/lib/forms"

export const POST = siteDoor(newEventSchema, async (organiser, input) => seeOther(`/admin/events/${await createEvent(organiser, input)}?made`), {
  form: () => "/admin/events/new",
})
