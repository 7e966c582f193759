import { prepared, query } from "@/lib/db/client"
import type { Failure, Verdict } from "@/lib/mail/replies"
import type { Claim } from "./claims"
import { together } from "./together"

// The rows of the ledger and their states. Every write is fenced: it counts only while the row is in the hands of this very claim.

type Leaving = { claimed: Claim; carriesJoin: boolean; recipient: string }

/**
 * Marks that the body leaves now, and which join details and times it carries to which round of the person. False when the lease is lost or the
 * world is not the one that the letter was written from.
 */
export const markData = together(async (letters: Leaving[]): Promise<boolean[]> => {
  const rows = await prepared<{ id: string }>(
    "mark data",
    `update "Delivery" d
     set state = 'data', recipient = l.recipient, "joinVersion" = case when l."carriesJoin" then e."joinVersion" end,
       -- What another mailbox was told, the person was not.
       "toldStartsAt" = case when c.id is null then e."startsAt" end, "toldEndsAt" = case when c.id is null then e."endsAt" end, round = coalesce(r.round, own.round)
     from unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::text[]) as l(id, worker, world, "carriesJoin", recipient)
     join "Delivery" own on own.id = l.id
     left join "Event" e on e.id = own."eventId"
     left join "Registration" r on r.id = own."registrationId"
     left join "AddressChange" c on c.id = own."addressChangeId"
     where d.id = l.id and d.worker = l.worker and d.state = 'sending' and d."leaseUntil" > foyer_now() and letter_world(e, r, c) = l.world
       -- Somebody who is erased while this waits for their letter is gone from it, and not yet from what was joined to it before.
       and d."registrationId" is not distinct from own."registrationId"
     returning d.id`,
    [
      letters.map(({ claimed }) => claimed.id),
      letters.map(({ claimed }) => claimed.worker),
      letters.map(({ claimed }) => claimed.world),
      letters.map(({ carriesJoin }) => carriesJoin),
      letters.map(({ recipient }) => recipient),
    ],
  )
  const marked = new Set(rows.map(({ id }) => id))
  return letters.map(({ claimed }) => marked.has(claimed.id))
})

type Taken = { claimed: Claim; code: number; reply: string }

/** Records that the server took the letter. */
export const recordSent = together(async (letters: Taken[]): Promise<undefined[]> => {
  await prepared(
    "record sent",
    `update "Delivery" d
     set state = 'sent', "sentAt" = foyer_now(), "smtpCode" = l.code, "smtpReply" = l.reply, reason = null, worker = null, "leaseUntil" = null
     from unnest($1::uuid[], $2::text[], $3::int[], $4::text[]) as l(id, worker, code, reply)
     where d.id = l.id and d.worker = l.worker and d.state = 'data'`,
    [
      letters.map(({ claimed }) => claimed.id),
      letters.map(({ claimed }) => claimed.worker),
      letters.map(({ code }) => code),
      letters.map(({ reply }) => reply),
    ],
  )
  return letters.map(() => undefined)
})

/** Records a failure with the server's words, and what becomes of the row. `recipient`, when it was refused and is the mailbox that counts, has bounced for this event. */
export async function recordFailure(
  { id, worker }: Claim,
  recipient: string | null,
  failure: Failure,
  { state, wait, usesTry, setback, reason, bounced }: Verdict,
): Promise<void> {
  await query(
    `with failed as (
       update "Delivery"
       set state = $3::"DeliveryState", "runAt" = foyer_now() + make_interval(secs => $4), tries = tries + $5::boolean::int, "smtpCode" = $6, "smtpReply" = $7,
           reason = $9, "setbackAt" = case when $10 then foyer_now() else "setbackAt" end,
           worker = case when $3 = 'data' then worker end, "leaseUntil" = case when $3 = 'data' then "leaseUntil" end
       where id = $1 and worker = $2 and state in ('sending', 'data')
       returning "registrationId", "addressChangeId"
     )
     update "Registration" r set "bouncedAt" = foyer_now() from failed f
     where $8 and r.id = f."registrationId" and r.email = $11 and f."addressChangeId" is null`,
    [id, worker, state, wait, usesTry, failure.code, failure.reply, bounced, reason, setback, recipient],
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
