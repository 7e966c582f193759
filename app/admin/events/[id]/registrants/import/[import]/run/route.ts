import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { runImport } from "@/lib/imports/mutations"
import { runSchema } from "@/lib/imports/schema"

type Params = { id: string; import: string }
const page = ({ id, import: list }: Params) => `/admin/events/${id}/registrants/import/${list}`

export const POST = deskDoor(
  runSchema,
  async (organiser, input, { params }: DeskVisit<Params>) => {
    const event = await getDeskEvent(organiser, params.id)
    const outcome = event && (await runImport(organiser, event.id, params.import, input))
    if (!event || !outcome) return notFoundPage()
    if (outcome !== "done") return seeOther(`${page(params)}?answer=${outcome}`)
    renewEventPages(event.slug)
    return seeOther(page(params))
  },
  { form: page },
)
