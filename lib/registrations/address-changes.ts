import { query, type Run, transaction } from "@/lib/db/client"
import { stillWished } from "@/lib/deliveries/owing"
import { kinds } from "@/lib/deliveries/rules"
import { wakeMailer } from "@/lib/deliveries/wake"
import { type AddressPage, addressPage, mostProofs, proofHours } from "@/lib/own-details/rules"
import { changeAddress } from "./mutations"
import type { RegistrationInput } from "./schema"
import { addressSealFits, attendToken, idInToken } from "./token"

// Another address for a person who asks for it themselves: nothing moves until the new mailbox has said yes.

/** The round is the one in which it was asked for: whoever has cancelled and come back, or has another address by now, asks again. */
const isOfThisRound = `exists (select from "Delivery" d where d."addressChangeId" = c.id and d.kind = 'address-proof' and d.round = r.round)`

/** The event row first, as everybody does who writes registrations: nobody erases, cancels or moves the person meanwhile. */
export const lockEventOf = async (run: Run, registrationId: string): Promise<void> => {
  await run(`select from "Event" e join "Registration" r on r."eventId" = e.id where r.id = $1 for no key update of e`, [registrationId])
}

/** Takes back the wish for another address: the mail that went to it opens a page that says so. Safe to repeat. */
export async function keepAddress(registrationId: string): Promise<void> {
  await transaction(async (run) => {
    await lockEventOf(run, registrationId)
    await run(
      `update "Delivery" d set state = 'withheld', reason = 'superseded' from "AddressChange" c
       where c.id = d."addressChangeId" and c."registrationId" = $1 and d.kind = 'address-proof' and d.state = 'queued'`,
      [registrationId],
    )
    await run(`update "AddressChange" set "voidedAt" = foyer_now() where "registrationId" = $1 and "provenAt" is null and "voidedAt" is null`, [registrationId])
  })
}

/**
 * Keeps the wish, and owes the mail that proves it to the new mailbox; earlier wishes count no more. Whether anybody has the address already is not
 * asked. The caller holds the registration's row. False: too many were asked for within the hour.
 */
export async function askForAddress(registrationId: string, { email, emailKey }: RegistrationInput["email"], run: typeof query): Promise<boolean> {
  const asked = await run(
    `with change as (
       insert into "AddressChange" ("registrationId", "oldEmail", email, "emailKey", "createdAt")
       select r.id, r.email, $2, $3, foyer_clock() from "Registration" r
       where r.id = $1 and ${mostProofs} > (
         select count(*) from "AddressChange" c where c."registrationId" = r.id and c."createdAt" > foyer_now() - interval '1 hour')
       returning id
     )
     insert into "Delivery" (key, kind, "eventId", "registrationId", "addressChangeId", round, urgency)
     select 'address-proof:' || change.id, 'address-proof', r."eventId", r.id, change.id, r.round, ${kinds["address-proof"].urgency}
     from change cross join "Registration" r where r.id = $1
     returning id`,
    [registrationId, email, emailKey],
  )
  return asked.length > 0
}

/** The address that waits for its mailbox to say yes. null: none does. */
export async function getPendingAddress(registrationId: string): Promise<string | null> {
  const [change] = await query<{ email: string }>(
    `select c.email from "AddressChange" c join "Registration" r on r.id = c."registrationId"
     where r.id = $1 and c."provenAt" is null and c."createdAt" > foyer_now() - interval '${proofHours} hours' and ${stillWished} and ${isOfThisRound}`,
    [registrationId],
  )
  return change?.email ?? null
}

type Change = {
  id: string
  registrationId: string
  email: string
  emailKey: string
  createdAt: Date
  provenAt: Date | null
  isCurrent: boolean
  isTaken: boolean
  mayChange: boolean
  hasBounced: boolean
  title: string
  slug: string
  replyTo: string | null
  now: Date
}

async function readChange(id: string, run: typeof query): Promise<Change | null> {
  const [change] = await run<Change>(
    `select c.id, c."registrationId", c.email, c."emailKey", c."createdAt", c."provenAt", ${stillWished} and ${isOfThisRound} as "isCurrent",
       exists (select from "Registration" o where o."eventId" = e.id and o."emailKey" = c."emailKey" and o.id <> r.id) as "isTaken",
       r.status <> 'cancelled' and e.status = 'published' and foyer_now() < e."endsAt" as "mayChange", r."bouncedAt" is not null as "hasBounced",
       e.title, e.slug, e."replyTo", foyer_now() as now
     from "AddressChange" c join "Registration" r on r.id = c."registrationId" join "Event" e on e.id = r."eventId"
     where c.id = $1 and e.status <> 'draft'`,
    [id],
  )
  return change ?? null
}

/** The change of address that a link opens, and which face its page shows. null: the link opens nothing. */
export async function getAddressChange(token: string, run = query): Promise<(Change & { face: AddressPage }) | null> {
  const id = idInToken(token)
  if (!id || !addressSealFits(token, { id })) return null
  const change = await readChange(id, run)
  return change && { ...change, face: addressPage(change, change.now) }
}

/**
 * The new mailbox says yes: the address changes, personal links mailed so far open nothing any more, and both mailboxes are told. Returns the token
 * of the person's own page as it is from now on; "kept" when nothing moved, and the link's page says why; null when the link opens nothing.
 */
export async function proveAddress(token: string): Promise<{ token: string } | "kept" | null> {
  const proven = await transaction(async (run): Promise<{ token: string } | "kept" | null> => {
    // The event row first, as everybody does who writes registrations: two presses take turns, and the second finds it proven.
    await run(
      `select from "Event" e join "Registration" r on r."eventId" = e.id join "AddressChange" c on c."registrationId" = r.id where c.id = $1 for no key update of e`,
      [idInToken(token)],
    )
    const change = await getAddressChange(token, run)
    if (change?.face !== "open") return change && "kept"
    const outcome = await changeAddress(change.registrationId, change, run)
    if (outcome === "taken" || outcome === null) return "kept"
    await run(`update "AddressChange" set "provenAt" = foyer_now() where id = $1`, [change.id])
    const [person] = await run<{ id: string; tokenVersion: number }>(
      `with told as (
         insert into "Delivery" (key, kind, "eventId", "registrationId", "addressChangeId", round, urgency, state, reason)
         select 'address-changed:' || $2::uuid, 'address-changed', r."eventId", r.id, $2, r.round, ${kinds["address-changed"].urgency},
           case when $3 then 'withheld' else 'queued' end::"DeliveryState", case when $3 then 'bounced address' end
         from "Registration" r where r.id = $1
       )
       select id, "tokenVersion" from "Registration" where id = $1`,
      [change.registrationId, change.id, change.hasBounced],
    )
    return person ? { token: attendToken(person) } : "kept"
  })
  wakeMailer()
  return proven
}
