import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { afterAll, beforeAll, inject } from "vitest"
import { disconnect } from "@/lib/db/client"
import { provide } from "@/lib/env"
import { sql } from "./sql"

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

/** A new database without any tables. */
export const emptyDatabase = () => makeDatabase("template0")

/** How long a worker of this database may hold a letter without a sign of life. Connections see it when they are new. */
export const setLease = (databaseUrl: string, lease: string) =>
  asAdmin(`alter database "${new URL(databaseUrl).pathname.slice(1)}" set foyer.lease = '${lease}'`)

/** The same for a site that runs: connections see it when they are new, so those that are open are ended. */
export async function setSiteLease(databaseUrl: string, seconds: number): Promise<void> {
  await sql(databaseUrl, `alter database foyer set foyer.lease = '${seconds} seconds'`)
  await sql(databaseUrl, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
}

/** Moves the clock of a database. Connections see it when they are new, so those that are open are ended. */
export async function moveClock(databaseUrl: string, offset: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1)
  const client = new Client({ connectionString: databaseUrl.replace(/[^/]+$/, "postgres") })
  await client.connect()
  await client.query(`alter database "${name}" set foyer.clock_offset = '${offset}'`)
  const [end, left] = ["pg_terminate_backend(pid)", "pid"].map((what) => `select ${what} from pg_stat_activity where datname = $1 and backend_start < $2`)
  const values = [name, new Date()]
  await client.query(end ?? "", values)
  while ((await client.query(left ?? "", values)).rows.length > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await client.end()
}

/** For integration tests: the code of `lib` works on a database of this file's own. */
export function useDatabase(): void {
  beforeAll(async () => {
    provide({
      DATABASE_URL: await cloneDatabase(),
      SMTP_URL: "smtp://127.0.0.1:9",
      AUTH_SECRET: "a secret of the tests of thirty-two characters or more",
      OWNER_EMAIL: "owner@example.org",
    })
  })
  afterAll(disconnect)
}
