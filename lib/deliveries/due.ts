import { query, transaction } from "@/lib/db/client"

// What should exist is computed from the tables: a late registrant, a moved event and a crash need no special case.

const mostRowsATransaction = 5000

const joinKey = (version: string) => `'join:' || r.id || ':r' || r.round || ':v' || ${version}`

/**
 * True for a registration `r` that has no letter, sent or on its way, with version `version` of the join details, and for which none was given up.
 * A row not yet sent will carry the newest version; one whose body has left carries what it says.
 */
export const lacksVersion = (version: string) => `
  not exists (
    select from "Delivery" d
    where d."registrationId" = r.id and d.round = r.round and d.kind in ('confirmation', 'join', 'already')
      and (d.state in ('data', 'sent') and d."joinVersion" >= ${version} or d.kind <> 'already' and d.state in ('queued', 'sending'))
  ) and not exists (select from "Delivery" k where k.key = ${joinKey(version)})`

/** Writes the rows that are due and missing, event by event. Returns how many were written. */
export async function materialiseDue(): Promise<number> {
  let written = 0
  for (;;) {
    const step = await transaction(materialiseOne)
    if (step === null) return written
    written += step
  }
}

type Run = typeof query

/** One event, or one piece of a large one. null: nothing is due. */
async function materialiseOne(run: Run): Promise<number | null> {
  // Holding the one event row keeps two workers from writing the same rows; others go on to the next event.
  const [event] = await run<{ id: string }>(
    `select id from "Event" where "nextDueAt" <= foyer_now() order by "nextDueAt" limit 1 for no key update skip locked`,
  )
  if (!event) return null
  // The release that the organiser set a time for. Without a link nothing is released, and the desk raises an alarm.
  await run(
    `update "Event" e set "joinReleasedVersion" = "joinVersion"
     where id = $1 and status = 'published' and "joinReleasedVersion" is null and "joinUrl" is not null and join_release_at(e) <= foyer_now() and foyer_now() < "endsAt"`,
    [event.id],
  )
  const inserted = await run(
    `insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency, state, reason)
     select ${joinKey('e."joinReleasedVersion"')}, 'join', e.id, r.id, r.round, 30,
       case when r."bouncedAt" is null then 'queued' else 'withheld' end::"DeliveryState", case when r."bouncedAt" is not null then 'bounced address' end
     from "Event" e join "Registration" r on r."eventId" = e.id and r.status = 'registered'
     where e.id = $1 and e.status = 'published' and e."joinReleasedVersion" is not null and foyer_now() < e."endsAt"
       and ${lacksVersion('e."joinReleasedVersion"')}
     limit ${mostRowsATransaction}
     on conflict (key) do nothing
     returning id`,
    [event.id],
  )
  // A full piece means there may be more: the event stays due.
  if (inserted.length < mostRowsATransaction) await run(`update "Event" e set "nextDueAt" = next_due_at(e) where id = $1`, [event.id])
  return inserted.length
}

/**
 * Every ten minutes: looks again at every event whose details are out, and at the moment of those still to be released, so that nothing depends on one
 * mark being right. A release whose time has passed without a link is left alone: the organiser is asked.
 */
export async function sweep(): Promise<void> {
  await query(
    `update "Event" e set "nextDueAt" = case when "joinReleasedVersion" is not null then foyer_now() else least("nextDueAt", next_due_at(e)) end
     where status = 'published' and "joinUrl" is not null and foyer_now() < "endsAt"`,
  )
}
