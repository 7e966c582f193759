import { randomUUID } from "node:crypto"
import { sql } from "./sql"

/** An event in ten days that is published, with room for a million, written into the table. `columns`: values in SQL. */
export async function writeEvent(databaseUrl: string, columns: Record<string, string> = {}): Promise<{ id: string; slug: string }> {
  const all = {
    slug: `'session-${randomUUID()}'`,
    title: "'A session'",
    startsAt: "foyer_now() + interval '10 days'",
    endsAt: "foyer_now() + interval '10 days 2 hours'",
    timeZone: "'Europe/London'",
    status: "'published'",
    capacity: "1000000",
    ...columns,
  }
  const names = Object.keys(all).map((name) => `"${name}"`)
  const [event] = await sql<{ id: string; slug: string }>(
    databaseUrl,
    `insert into "Event" (${names.join(", ")}) values (${Object.values(all).join(", ")}) returning id, slug`,
  )
  if (!event) throw new Error("the event was not written")
  return event
}

/**
 * People of an event, written into the table as if they had registered, without letters and without counting their places.
 * `columns`: values in SQL, over `n`, the person's number from 1; those of `email` must differ.
 */
export async function enrol(databaseUrl: string, eventId: string, count: number, columns: Record<string, string> = {}): Promise<void> {
  const { email, ...others } = { name: "'Person ' || n", email: "'person' || n || '@example.org'", status: "'registered'", ...columns }
  const names = Object.keys(others).map((name) => `"${name}"`)
  await sql(
    databaseUrl,
    `insert into "Registration" ("eventId", email, "emailKey", ${names.join(", ")})
     select $1, ${email}, ${email}, ${Object.values(others).join(", ")} from generate_series(1, $2::int) n`,
    [eventId, count],
  )
}
