import { Client } from "pg"
import { settings } from "@/lib/env"
import { log, wordsOf } from "@/lib/log"
import { type Repeated, repeat } from "./repeat"

// The connections to the mail server are counted for all workers together. Each one is an advisory lock that its worker holds in a session of
// its own: PostgreSQL frees the locks of a worker that is killed at once, and a worker that merely stalls keeps them, as it keeps its connections.

const [classId, presence] = ["hashtext('foyer.mail')", 0]

export type Slots = ReturnType<typeof holdSlots>

/** Holds this worker's share of MAIL_CONNECTIONS. `inUse` tells how many are busy: those are never given away. */
export function holdSlots(inUse: () => number, changed: () => void) {
  const { DATABASE_URL, MAIL_CONNECTIONS: most } = settings()
  const held = new Set<number>()
  let client: Client | null = null

  async function open(): Promise<Client> {
    // A network that breaks silently must not keep the slots of a worker that is gone.
    const opened = new Client({ connectionString: DATABASE_URL, keepAlive: true, options: "-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5" })
    const lost = () => {
      if (client === opened) client = null
      held.clear()
    }
    opened.on("error", lost).on("end", lost)
    await opened.connect()
    await opened.query(`select pg_advisory_lock_shared(${classId}, ${presence})`)
    return opened
  }

  async function balance(): Promise<void> {
    client ??= await open()
    const share = await shareOf(client, most)
    for (const slot of [...held].reverse()) {
      if (held.size <= Math.max(share, inUse())) break
      held.delete(slot)
      await client.query(`select pg_advisory_unlock(${classId}, $1)`, [slot])
    }
    const before = held.size
    for (let slot = 1; slot <= most && held.size < share; slot += 1) {
      if (held.has(slot)) continue
      const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${classId}, $1) as mine`, [slot])
      if (rows[0]?.mine) held.add(slot)
    }
    if (held.size > before) changed()
  }

  const balancing: Repeated = repeat(1000, () => balance().catch((error) => log.warn({ error: wordsOf(error) }, "connections could not be shared out")))

  return {
    /** How many connections this worker may have. */
    count: () => held.size,
    /** Whether the one that is kept for urgent letters is among them. */
    hasKept: () => held.has(1),
    async stop(): Promise<void> {
      await balancing.stop()
      await client?.end().catch(() => undefined)
    },
  }
}

/** As many as each worker that is alive may have, rounded up. */
async function shareOf(client: Client, most: number): Promise<number> {
  const { rows } = await client.query<{ workers: number }>(
    `select count(*)::int as workers from pg_locks
     where locktype = 'advisory' and classid::bigint = ${classId}::bigint & 4294967295 and objid = ${presence} and objsubid = 2 and granted
       and database = (select oid from pg_database where datname = current_database())`,
  )
  return Math.ceil(most / Math.max(1, rows[0]?.workers ?? 1))
}
