import { Client, type QueryResultRow } from "pg"
import { type Repeated, repeat } from "@/lib/deliveries/repeat"
import { settings } from "@/lib/env"
import { log, wordsOf } from "@/lib/log"
import { listRecentChanges } from "@/lib/page-changes"
import { outdate, setDatabaseAway } from "./page-cache"

/** The news must come through when every connection of the pool is busy, and a database that hangs is as good as away. */
const patience = { keepAlive: true, connectionTimeoutMillis: 5000, query_timeout: 5000 }

/** Learns every second, over a connection of its own, which pages are out of date, and at once that the database is away. */
export function watchPageChanges(): Repeated {
  let client: Client | null = null
  let known = new Set<string>()
  let isAway = false

  async function open(): Promise<Client> {
    const opened = new Client({ connectionString: settings().DATABASE_URL, ...patience })
    const lost = () => void (client === opened && letGo())
    opened.on("error", lost).on("end", lost)
    await opened.connect()
    return opened
  }

  function letGo(): void {
    const ended = client
    client = null
    setDatabaseAway(true)
    void ended?.end().catch(() => undefined)
  }

  async function look(): Promise<void> {
    client ??= await open()
    const session = client
    const changes = await listRecentChanges(async <Row extends QueryResultRow>(sql: string) => (await session.query<Row>(sql)).rows)
    outdate(changes.filter(({ id }) => !known.has(id)).flatMap(({ paths }) => paths))
    known = new Set(changes.map(({ id }) => id))
    setDatabaseAway(false)
    isAway = false
  }

  const looking = repeat(1000, () =>
    look().catch((error) => {
      if (!isAway) log.warn({ error: wordsOf(error) }, "the database does not answer: pages stay as they are")
      isAway = true
      letGo()
    }),
  )
  return {
    async stop() {
      await looking.stop()
      letGo()
    },
  }
}
