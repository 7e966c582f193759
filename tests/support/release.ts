import { enrol, writeEvent } from "./factories"
import { sql } from "./sql"

/** An event in ten days with so many people registered and its joining details released a moment ago, written into the tables. Workers make the rows of its letters. */
export async function releaseTo(databaseUrl: string, people: number, joinInstructions = ""): Promise<{ id: string }> {
  const event = await writeEvent(databaseUrl, {
    taken: String(people),
    joinUrl: "'https://webinar.example/j/1'",
    passcode: "'482 913'",
    joinInstructions: `'${joinInstructions}'`,
    joinVersion: "1",
    joinReleasedVersion: "1",
  })
  await enrol(databaseUrl, event.id, people)
  await sql(databaseUrl, `update "Event" set "nextDueAt" = foyer_now() where id = $1`, [event.id])
  return event
}

/** How many letters are in each state. */
export async function countStates(databaseUrl: string): Promise<Record<string, number>> {
  const rows = await sql<{ state: string; count: number }>(databaseUrl, `select state, count(*)::int as count from "Delivery" group by state`)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
