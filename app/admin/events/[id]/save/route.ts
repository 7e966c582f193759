import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { publishEvent, updateEvent } from "@/lib/events/mutations"
import { eventSchema } from "@/lib/events/schema"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"

const page = ({ id }: { id: string }) => `/admin/events/${id}`

export const POST = deskDoor(
  eventSchema,
  async (organiser, input, { params: { id }, giveBack }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, id)
    const outcome = event && (await updateEvent(organiser, id, input))
    if (!event || !outcome) return notFoundPage()
    if (typeof outcome === "string") return giveBack(`refused=${outcome}`)
    if ("taken" in outcome) return giveBack(`taken=${outcome.taken}`)
    if (input.publish && !(await publishEvent(organiser, id))) return seeOther(`${page({ id })}?saved&refused=over`)
    const readings = event.readings.map(({ slug }) => slug)
    renewEventPages(event.slug, readings)
    if (input.slug !== event.slug) renewEventPages(input.slug, readings)
    if (input.publish) return seeOther(`${page({ id })}?published`)
    return seeOther(`${page({ id })}?saved&promoted=${outcome.promoted}&told=${outcome.told}`)
  },
  { form: page },
)
