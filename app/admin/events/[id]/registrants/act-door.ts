import { type DeskVisit, deskDoor } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { actOnRegistrants } from "@/lib/registrations/acts"
import type { Act } from "@/lib/registrations/rules"
import { actSchema } from "@/lib/registrations/schema"

type Params = { id: string }
const list = ({ id }: Params) => `/admin/events/${id}/registrants`

/** Does it for the people that the question was about. If everybody who fits a filter was meant, and others fit it by now, the question is asked again. */
export const actDoor = (act: Act) =>
  deskDoor(
    actSchema,
    async (organiser, { who, people, tab, search, count, seal }, { params }: DeskVisit<Params>) => {
      const event = await getDeskEvent(organiser, params.id)
      if (!event) return notFoundPage()
      const done = await actOnRegistrants(organiser, act, event.id, { who, person: people, tab, search }, seal)
      const filter = new URLSearchParams({ tab, ...(search && { search }) })
      if (done === "changed") return seeOther(`${list(params)}/act?${filter}&who=all&act=${act}&changed`)
      if (done.turned) renewEventPages(event.slug)
      // Whoever is still there is shown to the organiser who came from their page.
      const place = people.length === 1 && done.count === 1 && act !== "erase" ? `${list(params)}/${people[0]}` : list(params)
      return seeOther(`${place}?${filter}&did=${act}&count=${done.count}&left=${count - done.count}`)
    },
    { form: list },
  )
