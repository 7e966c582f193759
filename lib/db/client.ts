import { PrismaPg } from "@prisma/adapter-pg"
import { Pool, type QueryResultRow, types } from "pg"
import { settings } from "@/lib/env"
import { log } from "@/lib/log"
import { PrismaClient } from "@/prisma/generated/client"

// One pool, two ways to it: Prisma for what the schema says, `query` for the SQL of places and ledger.

type Connections = { pool: Pool; prisma: PrismaClient }
declare global {
  // Kept outside the module: the site and the mailer are two builds of this file in one process, and reloading in development makes more.
  var foyerConnections: Connections | undefined
}

function connections(): Connections {
  globalThis.foyerConnections ??= connect()
  return globalThis.foyerConnections
}

function connect(): Connections {
  const pool = new Pool({ connectionString: settings().DATABASE_URL, max: 20, connectionTimeoutMillis: 30_000 })
  // An idle connection that the server closes is replaced at the next use.
  pool.on("error", (error) => log.warn({ error: error.message }, "a database connection was lost"))
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) }
}

export type { Event, Prisma, Registration } from "@/prisma/generated/client"

/** The Prisma client. */
export const db = (): PrismaClient => connections().prisma

/** Runs one whole SQL statement with its values ($1, $2, …) and returns its rows. */
export async function query<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await connections().pool.query<Row>(sql, values)).rows
}

/**
 * The same for what is run for every letter: each connection plans it once, which takes as long as running it does. `name` stands for this text
 * alone. A plan is made again when the statistics of its tables change (see `renewPlans`).
 */
export async function prepared<Row extends QueryResultRow>(name: string, sql: string, values: unknown[]): Promise<Row[]> {
  return (await connections().pool.query<Row>({ name, text: sql, values })).rows
}

/** How a statement is run: on the pool, or within a transaction. */
export type Run = typeof query

/** Runs `work` in one transaction: all of it happens, or nothing. */
export async function transaction<T>(work: (run: Run) => Promise<T>): Promise<T> {
  const client = await connections().pool.connect()
  // A connection that ends while it is checked out says so with an event, and an event that nobody hears would end the process.
  const onLost = (error: Error) => log.warn({ error: error.message }, "a database connection was lost")
  client.on("error", onLost)
  let broken: Error | undefined
  try {
    await client.query("begin")
    const result = await work(async (sql, values) => (await client.query(sql, values)).rows)
    await client.query("commit")
    return result
  } catch (error) {
    broken = await client.query("rollback").then(
      () => undefined,
      (failure: Error) => failure,
    )
    throw error
  } finally {
    client.off("error", onLost)
    client.release(broken)
  }
}

/** The pool itself, for what streams or counts by its own means. */
export const pool = (): Pool => connections().pool

/** The one clock of Foyer, which tests move. */
export async function getNow(): Promise<Date> {
  const [row] = await query<{ now: Date }>("select foyer_now() as now")
  if (!row) throw new Error("the database returned no time")
  return row.now
}

/** Closes every connection of this process. */
export async function disconnect(): Promise<void> {
  const open = globalThis.foyerConnections
  globalThis.foyerConnections = undefined
  await open?.prisma.$disconnect()
  await open?.pool.end()
}

// count(*) is a bigint, and no count here passes 2^53.
types.setTypeParser(types.builtins.INT8, Number)
