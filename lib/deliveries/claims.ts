import { prepared, query } from "@/lib/db/client"
import { urgent } from "./rules"

// Who holds which row of the ledger, and for how long.

export type Claim = {
  id: string
  /** A name of this claim's own: a worker that stalled can claim its own lost row again, and must not take itself for the new holder. */
  worker: string
  key: string
  kind: string
  round: number
  sequence: number | null
  tries: number
  /** The connection broke off over this letter before, and has taken others since. */
  isStubborn: boolean
  eventId: string | null
  registrationId: string | null
  userId: string | null
  world: string
}

/** True for a row `d` that is urgent, or whose event is not paused. */
export const isNotPaused = `(d.urgency <= ${urgent} or d."eventId" is null or d."eventId" not in (select id from "Event" where "mailPausedAt" is not null))`

type Choice = {
  /** Sign-in, confirmation and the like alone. */
  urgentOnly?: boolean
  /** Messages a second for all workers together. null: no limit. */
  rate?: number | null
  /** The id of a letter to leave alone this time. */
  except?: string | null
}

/**
 * Claims up to `most` rows that are due, most urgent first, for a worker's lease. Rows that others hold are skipped, so any number of workers
 * share the work; so are rows of a paused event, unless they are urgent.
 */
export async function claim(worker: string, most: number, { urgentOnly = false, rate = null, except = null }: Choice = {}): Promise<Claim[]> {
  return prepared<Claim>(
    "claim",
    `update "Delivery" d
     set state = 'sending', worker = $1 || ':' || left(gen_random_uuid()::text, 8), "leaseUntil" = foyer_now() + foyer_lease()
     -- As an array, so that these few rows are found by their ids however many the planner expects.
     where d.id = any(array(
       select d.id from "Delivery" d
       where d.state = 'queued' and d."runAt" <= foyer_now() and d.urgency <= $3 and d.id is distinct from $5 and ${isNotPaused}
       order by d.urgency, d."runAt"
       limit (
         -- Under a limit (see pace.ts) no more is claimed than may leave soon, so that what is urgent need not wait for it.
         select greatest(0, least($2, floor(greatest(1, $4::float8 / 10) + 1 - extract(epoch from greatest("freeAt", foyer_now()) - foyer_now()) * $4)))::int
         from "MailServer"
       )
       for update skip locked
     ))
     returning d.id, d.worker, d.key, d.kind, d.round, d.sequence, d.tries, d."eventId", d."registrationId", d."userId", delivery_world(d) as world,
       coalesce(d."setbackAt" < (select "acceptedAt" from "MailServer"), false) as "isStubborn"`,
    [worker, most, urgentOnly ? urgent : 32_767, rate, except],
  )
}

/** How long a worker may hold a letter without a sign of life, in seconds. */
export async function getLeaseSeconds(): Promise<number> {
  const [row] = await query<{ seconds: number }>("select extract(epoch from foyer_lease())::float8 as seconds")
  if (!row) throw new Error("the database names no lease")
  return row.seconds
}

/**
 * Makes the leases of these claims last again. Claims that nobody works on any more are not among them, so that their rows come back. A row that
 * somebody writes to is left to the next renewal: a worker that waited for one row would lose the leases of all. Throws when the database does not answer.
 */
export async function renewLeases(claims: Claim[]): Promise<void> {
  if (claims.length === 0) return void (await query("select 1"))
  await query(
    `update "Delivery" d set "leaseUntil" = foyer_now() + foyer_lease()
     where d.id in (
       select own.id from unnest($1::uuid[], $2::text[]) as held(id, worker) join "Delivery" own on own.id = held.id and own.worker = held.worker
       where own."leaseUntil" > foyer_now() for no key update of own skip locked
     )`,
    [claims.map(({ id }) => id), claims.map(({ worker }) => worker)],
  )
}

/**
 * Takes back rows whose worker died or stalled. Those in `sending` are provably unsent. Those in `data` may have arrived:
 * they are sent again with the same Message-ID and counted. They had their turn, so they go before their equals: behind them they could wait
 * for hours in a large send.
 */
export async function recoverOrphans(): Promise<{ sending: number; data: number }> {
  const [count] = await query<{ sending: number; data: number }>(
    `with orphans as (
       select id, state from "Delivery" where state in ('sending', 'data') and "leaseUntil" <= foyer_now() for update skip locked
     ), freed as (
       update "Delivery" d
       set state = 'queued', worker = null, "leaseUntil" = null, "possiblyTwice" = d."possiblyTwice" + (o.state = 'data')::int,
         urgency = case when urgency > ${urgent} then greatest(urgency - 1, ${urgent + 1}) else urgency - 1 end
       from orphans o where d.id = o.id
       returning o.state
     )
     select count(*) filter (where state = 'sending') as sending, count(*) filter (where state = 'data') as data from freed`,
  )
  return count ?? { sending: 0, data: 0 }
}
