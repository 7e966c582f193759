import { type DeskVisit, deskButton, deskDoor } from "@/lib/auth/doors"
import type { Organiser } from "@/lib/auth/organiser"
import { type DeskEvent, getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import type { Outcome } from "@/lib/questions/mutations"
import { type QuestionInput, questionSchema } from "@/lib/questions/schema"
import { areIds } from "../content-door"

/** The page that lists the questions. */
const listPage = ({ id }: { id: string }) => `/admin/events/${id}/questions`

function done(event: DeskEvent): Response {
  renewEventPages(event.slug)
  return seeOther(`${listPage(event)}?saved`)
}

/** A form door for a question. What only the event could refuse comes back to the form. */
export const questionDoor = <Params extends { id: string }>(
  form: (params: Params) => string,
  save: (organiser: Organiser, params: Params, input: QuestionInput) => Promise<Outcome | null>,
) =>
  deskDoor(
    questionSchema,
    async (organiser, input, { params, giveBack }: DeskVisit<Params>) => {
      const event = areIds(params) ? await getDeskEvent(organiser, params.id) : null
      const outcome = event && (await save(organiser, params, input))
      if (!event || !outcome) return notFoundPage()
      return outcome === "saved" ? done(event) : giveBack(`refused=${outcome}`)
    },
    { form },
  )

/** A door whose button does one thing to a question. When others depend on it, the list says so. */
export const questionButton = (act: (organiser: Organiser, eventId: string, question: string) => Promise<Outcome | null>) =>
  deskButton(listPage, async (organiser, params: { id: string; question: string }) => {
    const event = areIds(params) ? await getDeskEvent(organiser, params.id) : null
    if (!event) return notFoundPage()
    const outcome = await act(organiser, event.id, params.question)
    return outcome === "needed" || outcome === "unfit" ? seeOther(`${listPage(event)}?refused=${outcome}&question=${params.question}`) : done(event)
  })
