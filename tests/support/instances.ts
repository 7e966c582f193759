import { execFileSync } from "node:child_process"
import { openSink } from "./sink"
import { type Site, shellEnvironment, startSite } from "./site"
import { sql } from "./sql"
import { startSystemPostgres } from "./system-postgres"

// Several web processes on one database, as behind a load balancer: a PostgreSQL and an SMTP server of somebody else's, and one secret.

export type Instances = Awaited<ReturnType<typeof startInstances>>

/** Starts as many sites on one new database with the demonstration in it. */
export async function startInstances(count: number, env: Record<string, string> = {}) {
  const postgres = await startSystemPostgres()
  const sink = await openSink()
  await sql(`${postgres.url}/postgres`, "create database foyer")
  const databaseUrl = `${postgres.url}/foyer`
  const shared: Record<string, string> = {
    DATABASE_URL: databaseUrl,
    SMTP_URL: sink.url,
    AUTH_SECRET: "a secret of the tests of thirty-two characters or more",
    MAILER: "off",
    // Each test comes from an address of its own.
    TRUST_PROXY: "1",
    ...env,
  }
  execFileSync("npm", ["run", "seed"], { env: { ...shellEnvironment(), ...shared }, stdio: "ignore" })
  const start = (changes: Record<string, string> = {}) => startSite({ env: { ...shared, ...changes } })
  const sites: Site[] = []
  for (let number = 0; number < count; number += 1) sites.push(await start())
  return {
    sites,
    postgres,
    sink,
    databaseUrl,
    /** One more, with other settings. */
    start,
    /** Ends PostgreSQL and SMTP; the sites end by themselves after the file. */
    async stop() {
      await Promise.all(sites.map((site) => site.stop()))
      await postgres.stop()
      await sink.close()
    },
  }
}
