import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { releaseJoinDetails } from "@/lib/events/join-details"
import { releaseSchema } from "@/lib/events/schema"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"

const page = ({ id }: { id: string }) => `/admin/events/${id}/send`

export const POST = deskDoor(
  releaseSchema,
  async (organiser, { version }, { params: { id } }: DeskVisit<{ id: string }>) => {
    const event = await getDeskEvent(organiser, id)
    const outcome = event && (await releaseJoinDetails(organiser, id, version))
    if (!event || !outcome) return notFoundPage()
    if (outcome !== "released") return seeOther(`${page({ id })}?refused=${outcome}`)
    renewEventPages(event.slug)
    return seeOther(page({ id }))
  },
  { form: page },
)
