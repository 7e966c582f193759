import { randomUUID } from "node:crypto"
import { sql } from "./sql"

/** An event in ten days with so many people registered and its joining details released a moment ago, written into the tables. Workers make the rows of its letters. */
export async function releaseTo(databaseUrl: string, people: number, joinInstructions = ""): Promise<{ id: string }> {
  const [event] = await sql<{ id: string }>(
    databaseUrl,
    `insert into "Event" (slug, title, "startsAt", "endsAt", "timeZone", status, capacity, taken, "joinUrl", passcode, "joinInstructions", "joinVersion", "joinReleasedVersion")
     values ($1, 'A session', foyer_now() + interval '10 days', foyer_now() + interval '10 days 2 hours', 'Europe/London', 'published', 1000000, $2,
       'https://webinar.example/j/1', '482 913', $3, 1, 1)
     returning id`,
    [`session-${randomUUID()}`, people, joinInstructions],
  )
  if (!event) throw new Error("the event was not written")
  await sql(
    databaseUrl,
    `insert into "Registration" ("eventId", name, email, "emailKey", status)
     select $1, 'Person ' || n, 'person' || n || '@example.org', 'person' || n || '@example.org', 'registered' from generate_series(1, $2::int) n`,
    [event.id, people],
  )
  await sql(databaseUrl, `update "Event" set "nextDueAt" = foyer_now() where id = $1`, [event.id])
  return event
}

/** How many letters are in each state. */
export async function countStates(databaseUrl: string): Promise<Record<string, number>> {
  const rows = await sql<{ state: string; count: number }>(databaseUrl, `select state, count(*)::int as count from "Delivery" group by state`)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
