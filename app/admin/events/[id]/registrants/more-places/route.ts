import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { placesSchema } from "@/lib/events/schema"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { addPlaces } from "@/lib/registrations/desk"

type Params = { id: string }
const list = ({ id }: Params) => `/admin/events/${id}/registrants`

export const POST = deskDoor(
  placesSchema,
  async (organiser, { places }, { params }: DeskVisit<Params>) => {
    const event = await getDeskEvent(organiser, params.id)
    const offered = event && (await addPlaces(organiser, event.id, places))
    if (!event || offered === null) return notFoundPage()
    renewEventPages(event.slug)
    return seeOther(`${list(params)}?tab=waiting&places=${places}&offered=${offered}`)
  },
  { form: list },
)
