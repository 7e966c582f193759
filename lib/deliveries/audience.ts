import { z } from "zod"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { attendeeLetter, type ReadableLetter, readable } from "@/lib/mail/letters"
import { compose } from "@/lib/mail/message"
import { readOwedIfReleased } from "./owed"
import { carriers, holdsVersion, lacksVersion } from "./owing"

// Who would get the newest joining details if they were sent now, and who would not.

/** Everybody on the list, each in one group: those who would get the details, and the others by their reason. */
export type Audience = { willGet: number; haveThem: number; onTheWay: number; bounced: number; givenUp: number; waiting: number; cancelled: number }

const group = `case
  when r.status = 'cancelled' then 'cancelled'
  when r.status = 'registered' and ${holdsVersion('e."joinVersion"')} then 'haveThem'
  when r."bouncedAt" is not null then 'bounced'
  when r.status <> 'registered' then 'waiting'
  when ${lacksVersion('e."joinVersion"')} then 'willGet'
  when exists (select from "Delivery" d where d."registrationId" = r.id and d.round = r.round and d.kind in (${carriers}) and d.state in ('queued', 'sending', 'data')) then 'onTheWay'
  else 'givenUp' end`

/** The people of an event, counted by what a sending of the newest details would mean for them. */
export async function countAudience(_organiser: Organiser, eventId: string): Promise<Audience> {
  const rows = await query<{ name: keyof Audience; count: number }>(
    `select ${group} as name, count(*) as count from "Event" e join "Registration" r on r."eventId" = e.id where e.id = $1 group by 1`,
    [eventId],
  )
  const none: Audience = { willGet: 0, haveThem: 0, onTheWay: 0, bounced: 0, givenUp: 0, waiting: 0, cancelled: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ name, count }) => [name, count])) }
}

/** Up to twenty people who would get the details, or who have a place, for a look at their letter. */
export async function listReaders(_organiser: Organiser, eventId: string): Promise<{ id: string; name: string; email: string }[]> {
  return query(
    `select r.id, r.name, r.email from "Event" e join "Registration" r on r."eventId" = e.id and r.status = 'registered'
     where e.id = $1 order by ${lacksVersion('e."joinVersion"')} desc, r."registeredAt", r.id limit 20`,
    [eventId],
  )
}

/** The joining letter of one person as it would go now. null: no such person at this event, or no link yet. */
export async function previewJoining(organiser: Organiser, eventId: string, registrationId: string): Promise<ReadableLetter | null> {
  const preview = await writeJoining(organiser, eventId, registrationId)
  return preview && readable(preview.letter)
}

/** The same letter as the message that leaves, byte for byte but for the date and the boundary of its parts. */
export async function composeJoining(organiser: Organiser, eventId: string, registrationId: string): Promise<Buffer | null> {
  const preview = await writeJoining(organiser, eventId, registrationId)
  return preview && compose(preview.letter, preview.deliveryId)
}

async function writeJoining(_organiser: Organiser, eventId: string, registrationId: string) {
  if (!z.guid().safeParse(registrationId).success) return null
  const found = await readOwedIfReleased(registrationId)
  if (!found || found.owed.event.id !== eventId || found.owed.registration.status !== "registered") return null
  return { letter: await attendeeLetter(found.owed), deliveryId: found.deliveryId }
}
