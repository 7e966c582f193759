import { onOneConnection, type Run } from "./sql"

/** What changes without anybody's doing: counters of the doors, what is kept while counting takes long, heartbeats, what is known of the mail server. */
const passing = ["Limit", "ListCount", "WorkerHeartbeat", "MailServer"]

/** The event that a row belongs to, by the columns of its table, or by what it says. */
function ownerOf(table: string, columns: string[]): string {
  if (table === "Event") return "t.id"
  if (table === "PageChange") return `(select id from "Event" where '/events/' || slug = any(t.paths) limit 1)`
  if (columns.includes("eventId")) return `t."eventId"`
  return columns.includes("registrationId") ? `(select "eventId" from "Registration" where id = t."registrationId")` : "null::uuid"
}

/**
 * Every row of every table, as text, sorted: two dumps are equal when nothing was changed between them. `only`: an event; rows of others, with which the
 * site goes on, are left out, and what belongs to no event is there.
 */
export const dumpDatabase = (databaseUrl: string, only: string | null = null): Promise<Record<string, string[]>> =>
  onOneConnection(databaseUrl, (run) => dump(run, only))

async function dump(run: Run, only: string | null): Promise<Record<string, string[]>> {
  const tables = await run<{ name: string; columns: string[] }>(
    `select table_name::text as name, array_agg(column_name::text) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all($1) group by 1 order by 1`,
    [passing],
  )
  const rows: Record<string, string[]> = {}
  for (const { name, columns } of tables) {
    const owner = ownerOf(name, columns)
    const statement = `select to_jsonb(t)::text as row from "${name}" t where $1::uuid is null or ${owner} is null or ${owner} = $1 order by 1`
    rows[name] = (await run<{ row: string }>(statement, [only])).map(({ row }) => row)
  }
  return rows
}
