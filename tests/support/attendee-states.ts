import { randomUUID } from "node:crypto"
import { provide } from "@/lib/env"
import { attendToken } from "@/lib/registrations/token"
import { secret } from "./secret"
import { sql } from "./sql"

// Somebody's own page in each of its states, written into the tables.

const link = `"joinUrl" = 'https://webinar.example/j/1', passcode = '482 913', "joinVersion" = 1, "joinReleasedVersion" = 1`
const from = (start: string) => `"startsAt" = foyer_now() + interval '${start}', "endsAt" = foyer_now() + interval '${start}' + interval '2 hours'`
const states: Record<string, { event: string; person: string }> = {
  "too early": { event: from("10 days"), person: "" },
  open: { event: `${from("5 minutes")}, ${link}`, person: "" },
  "started without a link": { event: from("-5 minutes"), person: "" },
  ended: { event: `${from("-5 hours")}, "recordingUrl" = 'https://video.example/1'`, person: "" },
  "event cancelled": { event: `${from("10 days")}, status = 'cancelled'`, person: "" },
  moved: { event: `${from("11 days")}, sequence = 2`, person: "" },
  "cancelled by oneself": { event: from("10 days"), person: "status = 'cancelled', \"cancelledAt\" = foyer_now()" },
  waiting: { event: from("10 days"), person: "status = 'waiting'" },
  "on offer": { event: from("10 days"), person: "status = 'offered', \"offeredUntil\" = foyer_now() + interval '1 day'" },
}

/** The addresses of these pages, by state. */
export async function makeAttendeeStates(databaseUrl: string): Promise<Record<string, string>> {
  provide({ AUTH_SECRET: secret })
  const pages: Record<string, string> = { unknown: "/attend/nonsense" }
  for (const [index, [state, { event, person }]] of Object.entries(states).entries()) {
    const [made] = await sql<{ id: string }>(
      databaseUrl,
      `insert into "Event" (slug, title, "startsAt", "endsAt", "timeZone", status, capacity, taken, "waitingList", host, about)
       values ($1, $2, now(), now() + interval '1 hour', 'Europe/London', 'published', 10, 1, true, 'Our Journal', 'What it is about.') returning id`,
      [`state-${randomUUID()}`, `A session: ${state}`],
    )
    await sql(databaseUrl, `update "Event" set ${event} where id = $1`, [made?.id])
    const [somebody] = await sql<{ id: string }>(
      databaseUrl,
      `insert into "Registration" ("eventId", name, email, "emailKey", status) values ($1, 'Ada Example', $2, $2, 'registered') returning id`,
      [made?.id, `state-${index}@example.org`],
    )
    if (person) await sql(databaseUrl, `update "Registration" set ${person} where id = $1`, [somebody?.id])
    pages[state] = `/attend/${attendToken({ id: somebody?.id ?? "", tokenVersion: 1 })}`
  }
  return pages
}
