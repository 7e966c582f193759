import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { type Move, moveEvent } from "@/lib/events/changes"
import { getDeskEvent } from "@/lib/events/desk"
import { moveSchema } from "@/lib/events/schema"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { instantOf } from "@/lib/time"

const page = ({ id }: { id: string }) => `/admin/events/${id}/changes`
const answer: Record<Move, string> = { moved: "?done=moved", same: "?done=same", past: "", cancelled: "" }

export const POST = deskDoor(
  moveSchema,
  async (organiser, { day, from, to }, { params, giveBack }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, params.id)
    const times = event && { startsAt: instantOf(day, from, event.timeZone), endsAt: instantOf(day, to, event.timeZone) }
    const outcome = times && (await moveEvent(organiser, params.id, times))
    if (!event || !outcome) return notFoundPage()
    if (outcome === "past" || outcome === "cancelled") return giveBack(`refused=${outcome}`)
    renewEventPages(event.slug)
    return seeOther(`${page(params)}${answer[outcome]}`)
  },
  { form: page },
)
