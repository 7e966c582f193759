import { query } from "@/lib/db/client"
import { kinds } from "@/lib/deliveries/rules"
import type { RegistrationInput } from "./schema"

// Somebody asks for their personal link again. The door writes down what was asked, for any address alike; the mailer looks whose it is.

const piece = 100

const asked = `
  insert into "LinkRequest" ("eventId", "emailKey")
  select id, $2 from "Event" where status <> 'draft' and (slug = $1 or id = (select "eventId" from "OldSlug" where slug = $1))
  order by slug = $1 desc limit 1
  returning (select slug from "Event" where id = "eventId") as slug`

/** Keeps the request until the mailer's next look, and returns the event's address. null: there is no public event with this one. */
export async function askForLink(slug: string, { emailKey }: RegistrationInput["email"]): Promise<string | null> {
  const [event] = await query<{ slug: string }>(asked, [slug, emailKey])
  return event?.slug ?? null
}

/** Nobody is mailed more than once in ten minutes, nor while such a letter is on its way. */
const hasOne = `exists (
  select from "Delivery" d where d."registrationId" = r.id and d.kind = 'lost-link'
    and (d.state in ('queued', 'sending', 'data') or d."createdAt" > foyer_now() - interval '10 minutes'))`

// Requests that another worker has in hand are left to it. Two that find the same person at once make the same key, so one letter goes.
const answered = `
  with asked as (
    delete from "LinkRequest"
    where id = any(array(select id from "LinkRequest" order by "createdAt", id limit ${piece} for update skip locked))
    returning "eventId", "emailKey"
  ), owed as (
    insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
    select 'lost-link:' || r.id || ':r' || r.round || ':' || (select count(*) from "Delivery" d where d."registrationId" = r.id and d.kind = 'lost-link'),
      'lost-link', r."eventId", r.id, r.round, ${kinds["lost-link"].urgency}
    from (select distinct "eventId", "emailKey" from asked) a
    join "Registration" r on r."eventId" = a."eventId" and r."emailKey" = a."emailKey"
    join "Event" e on e.id = r."eventId"
    where e.status <> 'draft' and not ${hasOne}
    on conflict do nothing
    returning 1
  )
  select (select count(*) from asked) as asked, (select count(*) from owed) as owed`

/** Takes what was asked for, and owes the letter to whoever is on that event's list with that address. Returns how many letters. */
export async function answerLinkRequests(): Promise<number> {
  let letters = 0
  for (let taken = piece; taken === piece; ) {
    const [count] = await query<{ asked: number; owed: number }>(answered)
    taken = count?.asked ?? 0
    letters += count?.owed ?? 0
  }
  return letters
}
