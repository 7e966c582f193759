import type { z } from "zod"
import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { type Run, transaction } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"
import { atTheDesk } from "./acts"
import { type AddressChange, changeAddress, register } from "./mutations"
import { getRegistrant } from "./queries"
import { type Details, detailsOr, mergeDetails } from "./rules"
import type { addedSchema, detailsSchema, RegistrationInput } from "./schema"

/** An organiser corrects an address, often one that has bounced. null: nobody with this id is registered for this event. */
export async function correctAddress(
  organiser: Organiser,
  eventId: string,
  registrationId: string,
  email: RegistrationInput["email"],
): Promise<AddressChange | null> {
  const person = await getRegistrant(organiser, eventId, registrationId)
  if (!person) return null
  const outcome = await transaction(async (run) => {
    const decided = await changeAddress(person.id, email, run)
    if (decided === "changed") await writeAudit(run, organiser, "address corrected", eventId, { registration: person.id })
    return decided
  })
  wakeMailer()
  return outcome
}

/**
 * Changes what the list says of a person, and the organisers' note: the fields that were changed in the form, so that what somebody else has written in
 * another meanwhile stays. Nobody is mailed. "edited": somebody else has changed the same field, and nothing was saved. null: nobody with this id is
 * registered for this event.
 */
export async function changeDetails(
  organiser: Organiser,
  eventId: string,
  registrationId: string,
  { formerName, formerOrganisation, formerNote, ...typed }: z.output<typeof detailsSchema>,
): Promise<"saved" | "edited" | null> {
  return transaction(async (run) => {
    // Whoever saves at the same moment waits, and is compared with what is saved here.
    const [saved] = await run<Details>(`select name, organisation, note from "Registration" where "eventId" = $1 and id = $2 for no key update`, [
      eventId,
      registrationId,
    ])
    if (!saved) return null
    const former = detailsOr(saved, { name: formerName, organisation: formerOrganisation, note: formerNote })
    const { merged, isClash } = mergeDetails(saved, former, typed)
    if (isClash) return "edited"
    const { name, organisation, note } = merged
    await run(`update "Registration" set name = $2, organisation = $3, note = $4 where id = $1`, [registrationId, name, organisation, note])
    await writeAudit(run, organiser, "details changed", eventId, { registration: registrationId })
    return "saved"
  })
}

/** What adding somebody came to: the id of their registration, new or known before; or why there is none. */
export type Added = { id: string; isNew: boolean; turned: boolean } | "full" | "closed"

/** Registers somebody for an organiser: the same decision as at the form, and the same letter. Somebody who has a place already is left as they are. */
export async function addRegistrant(organiser: Organiser, event: { id: string; slug: string }, input: z.output<typeof addedSchema>): Promise<Added> {
  const added = await transaction(async (run): Promise<Added> => {
    await atTheDesk(run, event.id)
    const known = await findOnList(run, event.id, input.email.emailKey)
    if (known) return { id: known, isNew: false, turned: false }
    const outcome = await register(event.slug, { ...input, updates: false }, run)
    const id = await findOnList(run, event.id, input.email.emailKey)
    if (!id || !outcome) return outcome?.answer === "full" ? "full" : "closed"
    await writeAudit(run, organiser, "registrant added", event.id, { registration: id })
    return { id, isNew: true, turned: outcome.turned }
  })
  wakeMailer()
  return added
}

/**
 * Adds places to an event, which go to those who wait, in order. Returns how many people were offered one, or got it; fewer than the places when
 * fewer wait. null: no such event.
 */
export async function addPlaces(organiser: Organiser, eventId: string, places: number): Promise<number | null> {
  const offered = await transaction(async (run) => {
    const [event] = await run(`update "Event" set capacity = capacity + $2, edition = edition + 1, "updatedAt" = foyer_now() where id = $1 returning id`, [
      eventId,
      places,
    ])
    if (!event) return null
    const [moved] = await run<{ people: number }>("select promote_waiting($1) as people", [eventId])
    await writeAudit(run, organiser, "places added", eventId, { places })
    return moved?.people ?? 0
  })
  wakeMailer()
  return offered
}

async function findOnList(run: Run, eventId: string, emailKey: string): Promise<string | null> {
  const [row] = await run<{ id: string }>(`select id from "Registration" where "eventId" = $1 and "emailKey" = $2 and status <> 'cancelled'`, [
    eventId,
    emailKey,
  ])
  return row?.id ?? null
}
