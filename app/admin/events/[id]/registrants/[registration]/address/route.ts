import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { notFoundPage, seeOther } from "@/lib/forms"
import { correctAddress } from "@/lib/registrations/desk"
import { addressSchema } from "@/lib/registrations/schema"

type Params = { id: string; registration: string }
const page = ({ id, registration }: Params) => `/admin/events/${id}/registrants/${registration}`

export const POST = deskDoor(
  addressSchema,
  async (organiser, { email }, { params, giveBack }: DeskVisit<Params>) => {
    const outcome = await correctAddress(organiser, params.id, params.registration, email)
    if (!outcome) return notFoundPage()
    if (outcome === "taken") return giveBack("taken")
    return seeOther(outcome === "changed" ? `${page(params)}?done` : page(params))
  },
  { form: page },
)
