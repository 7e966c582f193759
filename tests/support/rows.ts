import { Client } from "pg"

/** What may be lost with every restart and is in no backup, beside the list of migrations. */
const passing = ["Draft", "Import", "Limit", "ListCount", "PageChange", "WorkerHeartbeat", "_prisma_migrations"]
export type Tables = Record<string, string[]>

/** Every row of every table that must be kept, as text, at one moment. */
export async function readTables(databaseUrl: string): Promise<Tables> {
  const client = new Client({ connectionString: databaseUrl, options: "-c timezone=utc" })
  await client.connect()
  try {
    await client.query("begin isolation level repeatable read read only")
    const { rows: names } = await client.query<{ name: string }>(
      `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all($1) order by relname`,
      [passing],
    )
    const tables: Tables = {}
    for (const { name } of names) {
      const { rows } = await client.query<{ text: string }>(`select t::text as text from "${name}" t`)
      tables[name] = rows.map(({ text }) => text).sort()
    }
    return tables
  } finally {
    await client.end()
  }
}

/** The rows of one that the other lacks. */
export function lacking(from: string[] = [], where: string[] = []): string[] {
  const there = new Set(where)
  return from.filter((row) => !there.has(row))
}

/** How two readings differ, a line a table. None: row for row the same. */
export function differencesOf(before: Tables, after: Tables): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((name) => {
    const [lost, strange] = [lacking(before[name], after[name]).length, lacking(after[name], before[name]).length]
    const isSame = lost + strange === 0 && before[name]?.length === after[name]?.length
    return isSame ? [] : [`${name}: ${lost} rows lost, ${strange} that were not there`]
  })
}

/** "Delivery 21, Event 2, …", for what a test prints. */
export const countsOf = (tables: Tables): string => {
  const filled = Object.entries(tables).filter(([, rows]) => rows.length > 0)
  return filled.map(([name, rows]) => `${name} ${rows.length}`).join(", ")
}
