import { sql } from "./sql"

/** What changes without anybody's doing: counters of the doors, heartbeats, what is known of the mail server. */
const passing = ["Limit", "WorkerHeartbeat", "MailServer"]

/** Every row of every table, as text, sorted: two dumps are equal when nothing was changed between them. */
export async function dumpDatabase(databaseUrl: string): Promise<Record<string, string[]>> {
  const tables = await sql<{ name: string }>(
    databaseUrl,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  )
  const dump: Record<string, string[]> = {}
  for (const { name } of tables) {
    if (passing.includes(name)) continue
    const rows = await sql<{ row: string }>(databaseUrl, `select to_jsonb(t)::text as row from "${name}" t order by 1`)
    dump[name] = rows.map(({ row }) => row)
  }
  return dump
}
