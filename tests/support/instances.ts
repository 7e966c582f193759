import { cloneDemonstration } from "./database"
import { openSink } from "./sink"
import { type OwnSite, startSite } from "./site"

// Several web processes on one database, as behind a load balancer, and an SMTP server for all of them.

export type Instances = Awaited<ReturnType<typeof startInstances>>

/** Starts as many sites on one new database with the demonstration in it. */
export async function startInstances(count: number, env: Record<string, string> = {}) {
  const sink = await openSink()
  const databaseUrl = await cloneDemonstration()
  // Each test comes from an address of its own.
  const shared = { SMTP_URL: sink.url, MAILER: "off", TRUST_PROXY: "1", ...env }
  const start = (changes: Record<string, string> = {}) => startSite({ databaseUrl, env: { ...shared, ...changes } })
  const sites: OwnSite[] = await Promise.all(Array.from({ length: count }, () => start()))
  return {
    sites,
    sink,
    databaseUrl,
    /** One more, with other settings. */
    start,
    async stop() {
      await Promise.all(sites.map((site) => site.stop()))
      await sink.close()
    },
  }
}
