import { query } from "@/lib/db/client"
import type { Failure, Verdict } from "@/lib/mail/replies"
import { urgent } from "./kinds"

// The rows of the ledger and their states. Every write is fenced: it counts only while the row is in the hands of this very claim.

export const leaseSeconds = 30

export type Claim = {
  id: string
  /** A name of this claim's own: a worker that stalled can claim its own lost row again, and must not take itself for the new holder. */
  worker: string
  key: string
  kind: string
  round: number
  tries: number
  registrationId: string | null
  userId: string | null
  world: string
}

/**
 * Claims up to `most` rows that are due, most urgent first, for a worker's lease. With `urgentOnly`, sign-in and confirmation alone.
 * Rows that others hold are skipped, so any number of workers share the work. `rate` is in messages a second for all of them; null: no limit.
 */
export async function claim(worker: string, most: number, urgentOnly: boolean, rate: number | null = null): Promise<Claim[]> {
  return query<Claim>(
    `with pace as (
       -- Under a limit the workers take turns at this one row. It lets a tenth of a second's worth go at once, and then one at a time.
       select greatest("freeAt", foyer_now()) as "freeAt" from "MailPace" where $5::float8 is not null for update
     ), allowed as (
       select least($2, coalesce(floor(greatest(1, $5 / 10) - extract(epoch from max("freeAt") - foyer_now()) * $5), $2))::int as most from pace
     ), due as (
       select id from "Delivery"
       where state = 'queued' and "runAt" <= foyer_now() and urgency <= $3
       order by urgency, "runAt" limit (select greatest(most, 0) from allowed)
       for update skip locked
     ), paced as (
       update "MailPace" set "freeAt" = (select "freeAt" from pace) + make_interval(secs => (select count(*) from due) / $5) where $5 is not null and exists (select from due)
     )
     update "Delivery" d
     set state = 'sending', worker = $1 || ':' || left(gen_random_uuid()::text, 8), "leaseUntil" = foyer_now() + make_interval(secs => $4)
     from due
     where d.id = due.id
     returning d.id, d.worker, d.key, d.kind, d.round, d.tries, d."registrationId", d."userId", delivery_world(d) as world`,
    [worker, most, urgentOnly ? urgent : 32_767, leaseSeconds, rate],
  )
}

/**
 * Makes the leases of these claims last again. Claims that nobody works on any more are not among them, so that their rows come back.
 * Throws when the database does not answer.
 */
export async function renewLeases(claims: Claim[]): Promise<void> {
  await query(
    `update "Delivery" d set "leaseUntil" = foyer_now() + make_interval(secs => $3)
     from unnest($1::uuid[], $2::text[]) as held(id, worker)
     where d.id = held.id and d.worker = held.worker and d."leaseUntil" > foyer_now()`,
    [claims.map(({ id }) => id), claims.map(({ worker }) => worker), leaseSeconds],
  )
}

/**
 * Takes back rows whose worker died or stalled. Those in `sending` are provably unsent. Those in `data` may have arrived:
 * they are sent again with the same Message-ID and counted.
 */
export async function recoverOrphans(): Promise<{ sending: number; data: number }> {
  const [count] = await query<{ sending: number; data: number }>(
    `with orphans as (
       select id, state from "Delivery" where state in ('sending', 'data') and "leaseUntil" <= foyer_now() for update skip locked
     ), freed as (
       update "Delivery" d
       set state = 'queued', worker = null, "leaseUntil" = null, "possiblyTwice" = d."possiblyTwice" + (o.state = 'data')::int
       from orphans o where d.id = o.id
       returning o.state
     )
     select count(*) filter (where state = 'sending') as sending, count(*) filter (where state = 'data') as data from freed`,
  )
  return count ?? { sending: 0, data: 0 }
}

/** Marks that the body leaves now. False when the lease is lost or the world is not the one the letter was written from. */
export async function markData(claimed: Claim, letter: { joinVersion: number | null; recipient: string }): Promise<boolean> {
  const rows = await query(
    `update "Delivery" d set state = 'data', "joinVersion" = $3, recipient = $4
     where id = $1 and worker = $2 and state = 'sending' and "leaseUntil" > foyer_now() and delivery_world(d) = $5
     returning id`,
    [claimed.id, claimed.worker, letter.joinVersion, letter.recipient, claimed.world],
  )
  return rows.length === 1
}

/** Records that the server took the letter. */
export async function recordSent({ id, worker }: Claim, answer: { code: number; reply: string }): Promise<void> {
  await query(
    `update "Delivery" set state = 'sent', "sentAt" = foyer_now(), "smtpCode" = $3, "smtpReply" = $4, worker = null, "leaseUntil" = null
     where id = $1 and worker = $2 and state = 'data'`,
    [id, worker, answer.code, answer.reply],
  )
}

/** Records a failure with the server's words, and what becomes of the row. A refused recipient is marked as bounced for this event. */
export async function recordFailure({ id, worker }: Claim, failure: Failure, { state, wait, usesTry, bounced }: Verdict): Promise<void> {
  await query(
    `with failed as (
       update "Delivery"
       set state = $3::"DeliveryState", "runAt" = foyer_now() + make_interval(secs => $4), tries = tries + $5::boolean::int, "smtpCode" = $6, "smtpReply" = $7,
           worker = case when $3 = 'data' then worker end, "leaseUntil" = case when $3 = 'data' then "leaseUntil" end
       where id = $1 and worker = $2 and state in ('sending', 'data')
       returning "registrationId"
     )
     update "Registration" set "bouncedAt" = foyer_now() where $8 and id = (select "registrationId" from failed)`,
    [id, worker, state, wait, usesTry, failure.code, failure.reply, bounced],
  )
}

/** Puts a claimed row back: nothing of it was sent. */
export async function release({ id, worker }: Claim): Promise<void> {
  await query(`update "Delivery" set state = 'queued', worker = null, "leaseUntil" = null where id = $1 and worker = $2 and state = 'sending'`, [id, worker])
}

/** Ends a claimed row without sending it, with the reason. */
export async function withhold({ id, worker }: Claim, reason: string): Promise<void> {
  await query(`update "Delivery" set state = 'withheld', reason = $3, worker = null, "leaseUntil" = null where id = $1 and worker = $2 and state = 'sending'`, [
    id,
    worker,
    reason,
  ])
}
