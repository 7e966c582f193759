import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { afterAll, beforeAll, inject } from "vitest"
import { disconnect } from "@/lib/db/client"
import { provide } from "@/lib/env"
import { secret } from "./secret"
import { pause } from "./until"

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: `${inject("postgres")}/postgres` })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function makeDatabase(template: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`
  await asAdmin(`create database ${name} template ${template}`)
  return `${inject("postgres")}/${name}`
}

/** A new migrated database, cloned from the template. */
export const cloneDatabase = () => makeDatabase("template_foyer")

/** A new database with the demonstration in it. Only where a site can run (setup/site.ts). */
export const cloneDemonstration = () => makeDatabase("template_demonstration")

/** A new database without any tables. */
export const emptyDatabase = () => makeDatabase("template0")

const nameOf = (databaseUrl: string) => new URL(databaseUrl).pathname.slice(1)

/** Changes something about a database that connections see when they are new, and ends those that are older. */
async function renew(databaseUrl: string, change: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl.replace(/[^/]+$/, "postgres") })
  await client.connect()
  try {
    await client.query(`alter database "${nameOf(databaseUrl)}" ${change}`)
    const { rows } = await client.query<{ at: string }>("select clock_timestamp()::text as at")
    const end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and backend_start <= $2::timestamptz"
    // At every look: one that was only just beginning is not among those of the first.
    while ((await client.query(end, [nameOf(databaseUrl), rows[0]?.at])).rows.length > 0) await pause(5)
  } finally {
    await client.end()
  }
}

/** How long a worker of this database may hold a letter without a sign of life. Connections see it when they are new. */
export const setLease = (databaseUrl: string, lease: string) => asAdmin(`alter database "${nameOf(databaseUrl)}" set foyer.lease = '${lease}'`)

/** The same for a site that runs: its connections are ended. */
export const setSiteLease = (databaseUrl: string, seconds: number) => renew(databaseUrl, `set foyer.lease = '${seconds} seconds'`)

/** After how long PostgreSQL takes those who wait for each other for a deadlock: a second, unless told. Connections see it when they are new. */
export const setDeadlockTimeout = (databaseUrl: string, timeout: string) =>
  asAdmin(`alter database "${nameOf(databaseUrl)}" set deadlock_timeout = '${timeout}'`)

/** Takes a database away from a site that runs, as when its server is down: connections end, and no new one is let in. */
export const takeAway = (databaseUrl: string) => renew(databaseUrl, "with allow_connections false")

/** Moves the clock of a database. */
export const moveClock = (databaseUrl: string, offset: string) => renew(databaseUrl, `set foyer.clock_offset = '${offset}'`)

/** For the group of the database: the code of `lib` works on a database of this file's own. */
export function useDatabase(): void {
  beforeAll(async () => {
    provide({
      DATABASE_URL: await cloneDatabase(),
      SMTP_URL: "smtp://127.0.0.1:9",
      AUTH_SECRET: secret,
      OWNER_EMAIL: "owner@example.org",
    })
  })
  afterAll(disconnect)
}
