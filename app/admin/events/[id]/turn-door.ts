import { deskButton } from "@/lib/auth/doors"
import type { Organiser } from "@/lib/auth/organiser"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"

const page = ({ id }: { id: string }) => `/admin/events/${id}`

/** A door whose button turns an event into something else, and leads back to its page with the word for what was done, or for why it was not. */
export const turnDoor = (act: (organiser: Organiser, eventId: string) => Promise<boolean>, done: string, refused: string) =>
  deskButton(page, async (organiser, { id }) => {
    const event = await getDeskEvent(organiser, id)
    if (!event) return notFoundPage()
    if (!(await act(organiser, id))) return seeOther(`${page({ id })}?refused=${refused}`)
    renewEventPages(
      event.slug,
      event.readings.map(({ slug }) => slug),
    )
    return seeOther(`${page({ id })}?${done}`)
  })
