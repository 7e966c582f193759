import type { Organiser } from "@/lib/auth/organiser"
import { query, type Registration } from "@/lib/db/client"
import { type OwedToAttendee, readLetterEvent } from "@/lib/deliveries/owed"
import { attendeeLetter, type ReadableLetter, readable } from "@/lib/mail/letters"

type Text = { subject: string; body: string }

/** What a message to this person of this event would be written from if it were sent now. null: no such person. */
async function readOwedIfSent(eventId: string, registrationId: string, message: Text): Promise<OwedToAttendee | null> {
  const [row] = await query<Registration & { now: Date }>(`select foyer_now() as now, r.* from "Registration" r where r.id = $1 and r."eventId" = $2`, [
    registrationId,
    eventId,
  ])
  const event = row && (await readLetterEvent(eventId))
  if (!event) return null
  const { now, ...registration } = row
  return { kind: "message", key: "", round: registration.round, sequence: null, now, registration, event, heldVersion: null, told: null, change: null, message }
}

/** The letter that this person would get, written by the code that sends it. null: no such person. */
export async function previewMessage(_organiser: Organiser, eventId: string, registrationId: string, message: Text): Promise<ReadableLetter | null> {
  const owed = await readOwedIfSent(eventId, registrationId, message)
  return owed && readable(await attendeeLetter(owed))
}
