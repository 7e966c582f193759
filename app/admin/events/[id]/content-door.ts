import { z } from "zod"
import { type DeskVisit, deskButton, deskDoor } from "@/lib/auth/doors"
import type { Organiser } from "@/lib/auth/organiser"
import { type DeskEvent, getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"

/** The page that lists speakers and reading. */
const contentPage = ({ id }: { id: string }) => `/admin/events/${id}/content`

/** Whether every part of an address that names a row could be one. */
export const areIds = (params: Record<string, string>): boolean => Object.values(params).every((part) => z.guid().safeParse(part).success)

function done(event: DeskEvent): Response {
  renewEventPages(
    event.slug,
    event.readings.map(({ slug }) => slug),
  )
  return seeOther(`${contentPage(event)}?saved`)
}

/** A form door for a part of the event's page. `save` says false when there is nothing to save it to. */
export const contentDoor = <Schema extends z.ZodType, Params extends { id: string }>(
  schema: Schema,
  form: (params: Params) => string,
  save: (organiser: Organiser, params: Params, input: z.output<Schema>) => Promise<boolean>,
) =>
  deskDoor(
    schema,
    async (organiser, input, { params }: DeskVisit<Params>) => {
      const event = areIds(params) ? await getDeskEvent(organiser, params.id) : null
      return event && (await save(organiser, params, input)) ? done(event) : notFoundPage()
    },
    { form },
  )

/** A door whose button does one thing to a part of the event's page. */
export const contentButton = <Params extends { id: string }>(act: (organiser: Organiser, params: Params) => Promise<void>) =>
  deskButton(contentPage, async (organiser, params: Params) => {
    const event = areIds(params) ? await getDeskEvent(organiser, params.id) : null
    if (!event) return notFoundPage()
    await act(organiser, params)
    return done(event)
  })
