import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { addRegistrant } from "@/lib/registrations/desk"
import { addedSchema } from "@/lib/registrations/schema"

export const POST = deskDoor(
  addedSchema,
  async (organiser, input, { params, giveBack }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, params.id)
    if (!event) return notFoundPage()
    const added = await addRegistrant(organiser, event, input)
    if (typeof added === "string") return giveBack(`refused=${added}`)
    if (added.turned) renewEventPages(event.slug)
    return seeOther(`/admin/events/${event.id}/registrants/${added.id}?${added.isNew ? "added" : "known"}`)
  },
  { form: ({ id }) => `/admin/events/${id}/registrants/new` },
)
