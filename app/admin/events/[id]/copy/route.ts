import { type DeskVisit, siteDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { duplicateEvent } from "@/lib/events/making"
import { duplicateSchema } from "@/lib/events/schema"
import { notFoundPage, seeOther } from "@/lib/forms"
import { spanOf } from "@/lib/time"

export const POST = siteDoor(
  duplicateSchema,
  async (organiser, { title, ...times }, { params: { id } }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, id)
    const copy = event && (await duplicateEvent(organiser, id, { title, ...spanOf(times, event.timeZone) }))
    return copy ? seeOther(`/admin/events/${copy}?made`) : notFoundPage()
  },
  { form: ({ id }) => `/admin/events/${id}/duplicate` },
)
