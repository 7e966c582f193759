import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { notFoundPage, seeOther } from "@/lib/forms"
import { changeDetails } from "@/lib/registrations/desk"
import { detailsSchema } from "@/lib/registrations/schema"
import { areIds } from "../../../content-door"

type Params = { id: string; registration: string }
const page = ({ id, registration }: Params) => `/admin/events/${id}/registrants/${registration}`

export const POST = deskDoor(
  detailsSchema,
  async (organiser, input, { params, giveBack }: DeskVisit<Params>) => {
    const outcome = areIds(params) ? await changeDetails(organiser, params.id, params.registration, input) : null
    if (outcome === "edited") return giveBack("edited")
    return outcome ? seeOther(`${page(params)}?saved`) : notFoundPage()
  },
  { form: page },
)
