import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { type Move, moveEvent } from "@/lib/events/changes"
import { getDeskEvent } from "@/lib/events/desk"
import { moveSchema } from "@/lib/events/schema"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { spanOf } from "@/lib/time"

const page = ({ id }: { id: string }) => `/admin/events/${id}/changes`
const answer: Record<Move, string> = { moved: "?done=moved", same: "?done=same", past: "", cancelled: "" }

export const POST = deskDoor(
  moveSchema,
  async (organiser, input, { params, giveBack }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, params.id)
    const outcome = event && (await moveEvent(organiser, params.id, spanOf(input, event.timeZone)))
    if (!event || !outcome) return notFoundPage()
    if (outcome === "past" || outcome === "cancelled") return giveBack(`refused=${outcome}`)
    renewEventPages(event.slug)
    return seeOther(`${page(params)}${answer[outcome]}`)
  },
  { form: page },
)
