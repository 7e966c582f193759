import { Client, escapeIdentifier } from "pg"

// A full hall: an event with as many people as asked for, and the letters that a ledger would hold for them.

const given =
  "Ada Amina André Anna Björn Chiara Daniel Elif Emeka Fatima Grace Hana Ines Jamal Joan Jürgen Kwame Lea Liam Maja Miguel Nadia Noor Olu Paula Priya Rosa Samir Sofia Tomás Yusuf Zoë"
const family =
  "Adeyemi Bauer Brown Chen Costa Dubois Evans Fischer Garcia Hansen Ito Jones Khan Kovács Larsen Martin Mensah Moreau Müller Nowak Okafor Patel Petrov Rossi Santos Schmidt Silva Singh Smith Taylor Tran Wilson Yilmaz Zhang"
const domains = "example.org example.com example.net mail.example uni.example college.example hospital.example union.example"
const organisations = "Our Journal|City College|Union of Workers|University of the North|Hospital Trust|Library of the South||||"

/** What share of the people are not simply registered, and of the letters not simply sent, in a thousand. */
const oneIn = { waiting: 50, cancelled: 40, failed: 500, withoutLink: 900, joined: 3 }

const writeEvent = `
  insert into "Event" (slug, title, "startsAt", "endsAt", "timeZone", status, capacity, taken, "joinUrl", passcode, "joinVersion", "joinReleasedVersion", "waitingList")
  values ($1, 'A full hall', foyer_now() + interval '1 day', foyer_now() + interval '26 hours', 'Europe/London', 'published', 1000000, 0,
    'https://webinar.example/j/1', '482 913', 1, 1, true)
  returning id`

/** One person in each row; whoever came first has the lowest number. The address is their own, the name is not. */
const writePeople = `
  insert into "Registration" ("eventId", name, email, "emailKey", organisation, status, "registeredAt", "cancelledAt", "joinedAt")
  select $1, given || ' ' || family, email, email, organisations[1 + n % array_length(organisations, 1)], status::"RegistrationStatus",
    foyer_now() - ($2 - n) * interval '7 seconds', case status when 'cancelled' then foyer_now() end,
    case when status = 'registered' and n % ${oneIn.joined} = 0 then foyer_now() - n % 5400 * interval '1 second' end
  from (
    select n, given[1 + n % array_length(given, 1)] as given, family[1 + n / 7 % array_length(family, 1)] as family, organisations,
      'person' || n || '@' || domains[1 + n % 11 % array_length(domains, 1)] as email,
      case when n % ${oneIn.waiting} = 7 then 'waiting' when n % ${oneIn.cancelled} = 9 then 'cancelled' else 'registered' end as status
    from generate_series(1, $2::int) n, (select $3::text[] as given, $4::text[] as family, $5::text[] as domains, $6::text[] as organisations) words
  ) people`

/** Each person's confirmation, and the joining details of those who are registered. */
const writeLetters = `
  insert into "Delivery" (key, kind, "eventId", "registrationId", urgency, state, "joinVersion", recipient, "smtpCode", "smtpReply", "createdAt", "sentAt")
  select letter.kind || ':' || r.id || ':r1' || case letter.kind when 'join' then ':v1' else '' end, letter.kind, r."eventId", r.id, 30,
    (case when failed then 'failed' else 'sent' end)::"DeliveryState", case when letter.kind = 'join' and not failed then 1 end, r.email,
    case when failed then 550 else 250 end, case when failed then '550 no such user' else '250 queued' end, r."registeredAt", case when not failed then r."registeredAt" end
  from "Registration" r
  cross join lateral (select substring(r.email from 'person([0-9]+)')::int as n) numbered
  cross join lateral (
    select case r.status when 'waiting' then 'waiting' else 'confirmation' end as kind, false as failed
    union all select 'join', n % ${oneIn.failed} = 0 where r.status = 'registered' and n % ${oneIn.withoutLink} <> 0
  ) letter
  where r."eventId" = $1`

const tables = ["Registration", "Delivery"]

/**
 * Fills a new event with so many people and their letters. A million take less than two minutes, because the indexes are made afterwards and
 * nobody checks that the letters are about people who exist. For a database of one's own, as a superuser. Returns the event's id.
 */
export async function fillHall(databaseUrl: string, slug: string, people: number): Promise<string> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const {
    rows: [event],
  } = await client.query<{ id: string }>(writeEvent, [slug])
  if (!event) throw new Error("the event was not written")
  await client.query("begin; set local session_replication_role = replica; set local maintenance_work_mem = '256MB'; set local work_mem = '256MB'")
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where tablename = any($1) and indexdef not like 'CREATE UNIQUE%'`,
    [tables],
  )
  for (const { name } of indexes) await client.query(`drop index ${escapeIdentifier(name)}`)
  await client.query(writePeople, [event.id, people, given.split(" "), family.split(" "), domains.split(" "), organisations.split("|")])
  await client.query(`update "Event" set taken = (select count(*) from "Registration" where "eventId" = $1 and status = 'registered') where id = $1`, [
    event.id,
  ])
  await client.query(writeLetters, [event.id])
  for (const { definition } of indexes) await client.query(definition)
  await client.query("commit")
  for (const table of tables) await client.query(`vacuum analyze ${escapeIdentifier(table)}`)
  await client.end()
  return event.id
}
