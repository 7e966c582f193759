import { Client } from "pg"
import { settings } from "@/lib/env"
import { log, wordsOf } from "@/lib/log"
import { type Repeated, repeat } from "./repeat"

// The connections to the mail server are counted for all workers together. Each one is an advisory lock that its worker holds in a session of
// its own: PostgreSQL frees the locks of a worker that is killed at once. One that stands still keeps them, as it keeps its connections, until its
// leases have ended; then the others end its session, or nothing would be sent as long as it stands.

const [classId, presence] = ["hashtext('foyer.mail')", 0]
/** A network that breaks silently must not keep the slots of a worker that is gone, nor a worker in the belief that it has them. */
const patience = {
  keepAlive: true,
  connectionTimeoutMillis: 10_000,
  query_timeout: 10_000,
  options: "-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
}

type Holder = {
  /** How many connections are busy, or about to be: those are never given away. */
  inUse: () => number
  /** Closes idle connections until there are `most`, and resolves when they are closed. */
  close: (most: number) => Promise<void>
  /** Called when there are more than before. */
  changed: () => void
}
/** Holds this worker's share of MAIL_CONNECTIONS. */
export function holdSlots({ inUse, close, changed }: Holder) {
  const { DATABASE_URL, MAIL_CONNECTIONS: most } = settings()
  const held = new Set<number>()
  let share = 0
  let client: Client | null = null
  let leaving: Promise<void> = Promise.resolve()

  async function open(): Promise<Client> {
    const opened = new Client({ connectionString: DATABASE_URL, ...patience })
    const lost = () => void (client === opened && letGo())
    opened.on("error", lost).on("end", lost)
    await opened.connect()
    await opened.query(`select pg_advisory_lock_shared(${classId}, ${presence})`)
    return opened
  }

  /** Ends the session and with it every lock: what is in flight arrives, and the next round asks for a share anew. */
  function letGo(): Promise<void> {
    const ended = client
    client = null
    held.clear()
    leaving = leaving.then(() => close(0)).then(() => ended?.end().catch(() => undefined))
    return leaving
  }

  async function balance(): Promise<void> {
    // Connections of a session that was lost are closed before the next session opens any.
    await leaving
    client ??= await open()
    const session = client
    await endStalled(session)
    share = await shareOf(session, most)
    // A connection is closed before its slot is free, or two workers would have it for a moment.
    const spare = [...held].slice(Math.max(share, inUse()))
    for (const slot of spare) held.delete(slot)
    if (spare.length > 0) await close(held.size)
    for (const slot of spare) await session.query(`select pg_advisory_unlock(${classId}, $1)`, [slot])

    const before = held.size
    for (let slot = 1; slot <= most && held.size < share; slot += 1) {
      if (held.has(slot)) continue
      const { rows } = await session.query<{ mine: boolean }>(`select pg_try_advisory_lock(${classId}, $1) as mine`, [slot])
      if (rows[0]?.mine && client === session) held.add(slot)
    }
    if (held.size > before) changed()
  }

  const balancing: Repeated = repeat(1000, () =>
    balance().catch((error) => {
      log.warn({ error: wordsOf(error) }, "connections could not be shared out")
      // What this session holds is not certain any more.
      return letGo()
    }),
  )

  return {
    /** How many connections this worker may have. Those beyond its share are let go as soon as they are free, and not used again. */
    count: () => Math.min(held.size, share),
    /** Whether the one that is kept for urgent letters is among them. */
    hasKept: () => held.has(1),
    async stop(): Promise<void> {
      await balancing.stop()
      await letGo()
    },
  }
}

/** The sessions of all workers, this one's too. */
const sessions = `pg_locks l
  where l.locktype = 'advisory' and l.classid::bigint = ${classId}::bigint & 4294967295 and l.objid = ${presence} and l.objsubid = 2 and l.granted
    and l.database = (select oid from pg_database where datname = current_database())`

/** Each worker speaks in its session every second. One that was silent for a whole lease has lost its letters, and with them its connections. */
const endStalled = (session: Client) =>
  session.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where pid in (select l.pid from ${sessions}) and state_change < clock_timestamp() - foyer_lease()`,
  )

/** An equal part for each worker that is alive. What is left over goes to those whose sessions have the lowest numbers, one each. */
async function shareOf(session: Client, most: number): Promise<number> {
  const { rows } = await session.query<{ workers: number; before: number }>(
    `select count(*)::int as workers, (count(*) filter (where l.pid < pg_backend_pid()))::int as before from ${sessions}`,
  )
  const { workers = 1, before = 0 } = rows[0] ?? {}
  return Math.floor(most / workers) + (before < most % workers ? 1 : 0)
}
