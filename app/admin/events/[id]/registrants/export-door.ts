import { deskFile } from "@/lib/auth/doors"
import type { Organiser } from "@/lib/auth/organiser"
import { type DeskEvent, getDeskEvent } from "@/lib/events/desk"
import { notFoundPage } from "@/lib/forms"
import { exportColumns, type RegistrantFilter } from "@/lib/registrations/rules"
import { readFilter } from "@/lib/registrations/schema"
import { compactDate } from "@/lib/time"

/** The list of the filter in the address as a file to save, named after the event and the day. */
export const exportDoor = (
  ending: string,
  type: string,
  write: (organiser: Organiser, event: DeskEvent, filter: RegistrantFilter) => Promise<ReadableStream>,
) =>
  deskFile(async (organiser, { id }: { id: string }, request) => {
    const event = await getDeskEvent(organiser, id)
    if (!event) return notFoundPage()
    const filter = readFilter(Object.fromEntries(new URL(request.url).searchParams), exportColumns)
    const name = `${event.slug}-registrants-${compactDate(event.now, event.timeZone)}.${ending}`
    return new Response(await write(organiser, event, filter), {
      headers: { "content-type": type, "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store" },
    })
  })
