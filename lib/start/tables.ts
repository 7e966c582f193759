import { Client, escapeIdentifier } from "pg"
import { settings } from "@/lib/env"
import type { Table } from "./backup-file"

// What a backup needs to know of the database, asked from its own catalogue: a table or column of a later migration is carried without anybody thinking of it.

/** Drafts, uploaded lists, counters, news of pages and heartbeats are worth nothing later. The list of migrations is in the header of a backup. */
const leftOut = ["Draft", "Import", "Limit", "ListCount", "PageChange", "WorkerHeartbeat", "_prisma_migrations"]

/** What an empty start makes: one row about the mail server, and an owner who has not signed in yet, with a link for that. */
const madeByStart: Record<string, string> = {
  MailPace: "true",
  MailServer: "true",
  User: `role is not distinct from 'owner' and "emailVerified" is null`,
  VerificationToken: "true",
}

// Values as text must read the same on every server, and a role's own limits are meant for the site.
const asText = `set client_encoding = 'utf8'; set datestyle = 'iso'; set intervalstyle = 'postgres'; set timezone = 'utc'; set bytea_output = 'hex';
  set extra_float_digits = 1; set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0`

/** A connection of one's own to the database of the settings. What is open when it ends is rolled back. */
export async function withConnection<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: settings().DATABASE_URL })
  client.on("error", () => undefined)
  await client.connect()
  try {
    await client.query(asText)
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The migrations that the database has had, oldest first. A database that is not Foyer's has none. */
export async function listApplied(client: Client): Promise<string[]> {
  const { rows } = await client.query(`select to_regclass('public._prisma_migrations') is not null as "hasAny"`)
  if (!rows[0]?.hasAny) return []
  const applied = await client.query<{ name: string }>(
    `select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null order by migration_name`,
  )
  return applied.rows.map(({ name }) => name)
}

/** The tables that a backup carries, a table after those that it refers to, with the columns that can be written. */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `with recursive carried as (
       select oid, relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all($1)
     ), chain as (
       select oid, 0 as depth from carried
       union
       select c.conrelid, chain.depth + 1 from chain join pg_constraint c on c.confrelid = chain.oid and c.contype = 'f' and c.conrelid <> c.confrelid
     )
     select relname::text as name, array_agg(attname::text order by attnum) as columns
     from carried join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped and attgenerated = ''
     group by oid, relname
     order by (select max(depth) from chain where chain.oid = carried.oid), relname`,
    [leftOut],
  )
  return rows
}

/** The names of the tables that hold more than an empty start makes. */
export async function listFilled(client: Client, tables: Table[]): Promise<string[]> {
  const filled: string[] = []
  for (const { name } of tables) {
    const { rowCount } = await client.query(`select from ${escapeIdentifier(name)} where not (${madeByStart[name] ?? "false"}) limit 1`)
    if (rowCount) filled.push(name)
  }
  return filled
}

const counted = (count: number, one: string) => `${count.toLocaleString("en-GB")} ${one}${count === 1 ? "" : "s"}`

/** "3 events, 214 registrations and 640 letters are", from the number of rows by table. */
export function sayWhatIs(rows: Map<string, number>): string {
  const [events, registrations, letters] = [rows.get("Event") ?? 0, rows.get("Registration") ?? 0, rows.get("Delivery") ?? 0]
  return `${counted(events, "event")}, ${counted(registrations, "registration")} and ${counted(letters, "letter")} are`
}
