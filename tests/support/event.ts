import { randomUUID } from "node:crypto"
import type { QueryResultRow } from "pg"
import { post } from "./posts"
import type { Site } from "./site"
import { onOneConnection, sql } from "./sql"

export type OwnEvent = Awaited<ReturnType<typeof copyDemonstration>>

/**
 * An event of this test's own: the demonstration's open one once more, with its speakers and readings, at an address of its own.
 * `changes`: columns of "Event" and their values, as JSON has them.
 */
export async function copyDemonstration(site: Pick<Site, "url" | "databaseUrl">, changes: Record<string, unknown> = {}) {
  const database = await site.databaseUrl()
  const { id, slug, ...others } = { id: randomUUID(), slug: `session-${randomUUID().slice(0, 8)}`, notice: null, ...changes }
  await onOneConnection(database, async (run) => {
    await run(`insert into "Event" select (jsonb_populate_record(e, $1)).* from "Event" e where slug = 'wes-session-repeat'`, [
      JSON.stringify({ id, slug, taken: 0, ...others }),
    ])
    for (const table of ["Speaker", "Reading"])
      await run(
        `insert into "${table}" select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'eventId', $1::text))).*
         from "${table}" t join "Event" e on e.id = t."eventId" and e.slug = 'wes-session-repeat'`,
        [id],
      )
  })
  const url = `${site.url}/events/${slug}`
  return {
    id,
    slug,
    /** Its public page. */
    url,
    /** Its rooms of the desk. */
    desk: `${site.url}/admin/events/${id}`,
    /** Somebody fills in the form and presses the button. */
    register: (email: string, fields: Record<string, string> = {}) => post(`${url}/registrations`, { name: "Ada Example", email, ...fields }),
    /** Columns of whoever has registered with an address. Empty: nobody has. */
    find: <Row extends QueryResultRow>(email: string, columns = "") =>
      sql<Row>(database, `select ${columns} from "Registration" where "eventId" = $1 and email = $2`, [id, email]),
    /** Sets columns, in SQL. */
    change: (assignments: string) => sql(database, `update "Event" set ${assignments} where id = $1`, [id]),
  }
}
