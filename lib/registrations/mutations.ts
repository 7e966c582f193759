import type { Answers } from "@/lib/answers/schema"
import { query } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"
import { pagesOf } from "@/lib/events/pages"
import { tellOfChange } from "@/lib/page-changes"
import type { RegistrationInput } from "./schema"

/** What the form's sender is told. Whether the address was known is nobody's business. */
export type Answer = "registered" | "waiting" | "full" | "closed"
export type Outcome = {
  answer: Answer
  /** The event page now says something else. */
  turned: boolean
}

/**
 * Decides about a place and owes the letter, in one statement. Answers to questions that the event does not ask are dropped. `ref`: where the person
 * heard of it. `run`: in whose transaction. null: there is no such event.
 */
export async function register(slug: string, input: RegistrationInput & { answers?: Answers; ref?: string }, run = query): Promise<Outcome | null> {
  const [outcome] = await run<Outcome>("select answer, turned from register_attendee($1, $2, $3, $4, $5, $6, $7, $8)", [
    slug,
    input.name,
    input.email.email,
    input.email.emailKey,
    input.organisation,
    JSON.stringify(input.answers ?? {}),
    input.updates,
    input.ref ?? "",
  ])
  // Within somebody else's transaction there is nothing to see yet: whoever commits it wakes the mailer.
  if (run === query) wakeMailer()
  return outcome ?? null
}

/** Cancels a place, withholds the mail that still waits, and owes the letter that says so. `run`: in whose transaction. null: there was nothing to cancel. */
export async function cancel(registrationId: string, run = query): Promise<{ turned: boolean } | null> {
  const [outcome] = await run<{ turned: boolean }>("select turned from cancel_registration($1)", [registrationId])
  if (run === query) wakeMailer()
  return outcome ?? null
}

/** "lapsed": its time was over, and the next in line has it. "none": nothing was on offer. */
export type Acceptance = "registered" | "lapsed" | "none"

/** Takes the place that is on offer to the person, and owes the confirmation. `run`: in whose transaction. */
export async function acceptOffer(registrationId: string, run = query): Promise<Acceptance> {
  const [decided] = await run<{ outcome: Acceptance }>("select accept_offer($1) as outcome", [registrationId])
  if (run === query) wakeMailer()
  return decided?.outcome ?? "none"
}

/**
 * Ends the offers whose time is over, and offers the places to the next in line: each event on its own, so that none waits for another. `run`: in
 * whose transaction. Returns for how many events.
 */
export async function lapseDueOffers(run = query): Promise<number> {
  const events = await run<{ id: string; slug: string }>(
    `select distinct e.id, e.slug from "Registration" r join "Event" e on e.id = r."eventId"
     where r.status = 'offered' and r."offeredUntil" <= foyer_now() and e.status = 'published' and foyer_now() < e."endsAt" limit 100`,
  )
  for (const { id, slug } of events) {
    await run("select lapse_offers($1)", [id])
    // Told after it, or a page could be made new before there is anything new.
    await tellOfChange(pagesOf(slug), run)
  }
  return events.length
}

/**
 * Undoes a cancel, or brings somebody back whose offer has ended: decided like a new registration, with the details that are there.
 * `run`: in whose transaction. null: there is no such registration.
 */
export async function restore(registrationId: string, run = query): Promise<Outcome | null> {
  const [outcome] = await run<Outcome>("select answer, turned from restore_registration($1)", [registrationId])
  if (run === query) wakeMailer()
  return outcome ?? null
}

export type AddressChange = "changed" | "same" | "taken"

/** Gives the person another address: earlier personal links open nothing any more, and the letters are owed to the new mailbox. `run`: in whose transaction. null: no such registration. */
export async function changeAddress(registrationId: string, { email, emailKey }: RegistrationInput["email"], run = query): Promise<AddressChange | null> {
  const [decided] = await run<{ outcome: AddressChange }>("select outcome from change_address($1, $2, $3)", [registrationId, email, emailKey])
  if (run === query) wakeMailer()
  return decided?.outcome ?? null
}

/** Records that the person pressed Join: the first time stays, and each later one is kept beside it. */
export async function recordJoin(registrationId: string): Promise<void> {
  await query(
    // The person first: whoever is erased in this moment leaves nothing.
    `with person as (update "Registration" set "joinedAt" = coalesce("joinedAt", foyer_now()) where id = $1 returning id)
     insert into "Join" ("registrationId") select id from person`,
    [registrationId],
  )
}

/** No reminders or messages for this person any more (RFC 8058): those that wait are withheld when their turn comes. Joining details come all the same. Safe to repeat. */
export async function stopMail(registrationId: string): Promise<void> {
  await query(`update "Registration" set "mailStoppedAt" = coalesce("mailStoppedAt", foyer_now()) where id = $1`, [registrationId])
}

/** Reminders and messages again, from the next one on. Safe to repeat. */
export async function resumeMail(registrationId: string): Promise<void> {
  await query(`update "Registration" set "mailStoppedAt" = null where id = $1`, [registrationId])
}
