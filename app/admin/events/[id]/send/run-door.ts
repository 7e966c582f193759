import { deskButton } from "@/lib/auth/doors"
import type { Organiser } from "@/lib/auth/organiser"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, seeOther } from "@/lib/forms"

export const sendPage = ({ id }: { id: string }) => `/admin/events/${id}/send`

/** A door whose button does one thing to the mail of an event, and leads back to the sending room. */
export const runDoor = (act: (organiser: Organiser, eventId: string) => Promise<unknown>, part = "") =>
  deskButton(sendPage, async (organiser, { id }) => {
    if (!(await getDeskEvent(organiser, id))) return notFoundPage()
    await act(organiser, id)
    return seeOther(`${sendPage({ id })}${part}`)
  })
