import { writeAudit } from "@/lib/audit/write"
import { query, type Run, transaction } from "@/lib/db/client"
import { log, placeOf } from "@/lib/log"
import { type DueEvent, owing } from "./owing"
import { nearTheStart } from "./rules"

// What should exist is computed from the tables: a late registrant, a moved event and a crash need no special case.

/** How many people are looked at in one transaction. */
const piece = 5000
const beforeEverybody = "00000000-0000-0000-0000-000000000000"

/**
 * Writes the rows that are due and missing, event by event; what another worker has in hand is left to it. `only` names one event, whose rows are all
 * there at the end, whoever made them. Returns how many were written.
 */
export async function materialiseDue(only: string | null = null): Promise<number> {
  let written = 0
  let last: Step | null = null
  /** Events whose rows could not be written this time: the others do not wait for them. */
  const troubled: string[] = []
  for (;;) {
    const before: Step | null = last
    let inHand: string | null = null
    try {
      last = await transaction(async (run) => {
        const event = await lockDue(run, troubled, only)
        inHand = event?.id ?? null
        return event && materialisePiece(run, event, before)
      })
    } catch (error) {
      if (inHand === null) throw error
      log.error({ event: inHand, at: placeOf(error) }, "the letters of an event could not be made")
      troubled.push(inHand)
      continue
    }
    if (last === null) return written
    written += last.written
  }
}

/** Where a worker is in an event: people are taken in the order of their ids, after `after`. */
type Step = { eventId: string; after: string; written: number }

/** One event, or the next piece of a large one. */
async function materialisePiece(run: Run, event: { id: string; dueAt: string }, before: Step | null): Promise<Step> {
  await releaseByItself(run, event)
  const due = await readDue(run, event.id)
  const after = before?.eventId === event.id ? before.after : beforeEverybody
  const [end] = await run<{ id: string }>(`select id from "Registration" where "eventId" = $1 and id > $2 order by id offset ${piece - 1} limit 1`, [
    event.id,
    after,
  ])
  const until = end?.id ?? null
  let written = 0
  for (const { applies, statement } of owing) {
    if (!applies(due)) continue
    const [count] = await run<{ written: number }>(
      `with written as (${statement} on conflict do nothing returning 1) select count(*)::int as written from written`,
      [event.id, after, until, ...(statement.includes("$4") ? [due.offset] : [])],
    )
    written += count?.written ?? 0
  }
  if (until) return { eventId: event.id, after: until, written }
  // Something may have changed since the first piece: then the event is due again, and this pass must not hide it.
  await run(`update "Event" e set "nextDueAt" = next_due_at(e) where id = $1 and "nextDueAt" = $2::timestamptz`, [event.id, event.dueAt])
  return { eventId: event.id, after: beforeEverybody, written }
}

/** Holding the one event row keeps two workers from writing the same rows; others go on to the next event. */
async function lockDue(run: Run, except: string[], only: string | null): Promise<{ id: string; dueAt: string } | null> {
  const [event] = await run<{ id: string; dueAt: string }>(
    `select id, "nextDueAt"::text as "dueAt" from "Event" where "nextDueAt" <= foyer_now() and id <> all($1::uuid[]) and ($2::uuid is null or id = $2)
     order by "nextDueAt" limit 1 for no key update ${only ? "" : "skip locked"}`,
    [except, only],
  )
  return event ?? null
}

/**
 * The release that the organiser set a time for. Without a link nothing is released: the organisers are mailed, the desk raises an alarm, and a
 * link that comes later waits for their word.
 */
async function releaseByItself(run: Run, { id }: { id: string }): Promise<void> {
  const isTime = `e.id = $1 and e.status = 'published' and e."joinReleasedVersion" is null and e."releaseMissedAt" is null
    and join_release_at(e) <= foyer_now() and foyer_now() < e."endsAt"`
  const [released] = await run<{ version: number }>(
    `update "Event" e set "joinReleasedVersion" = "joinVersion" where ${isTime} and "joinUrl" is not null returning "joinVersion" as version`,
    [id],
  )
  if (released) await writeAudit(run, null, "join details released at their time", id, { version: released.version })
  await run(
    `with missed as (
       update "Event" e set "releaseMissedAt" = foyer_now() where ${isTime} and "joinUrl" is null returning id, sequence
     )
     insert into "Delivery" (key, kind, "eventId", "userId", urgency)
     select 'alarm:' || missed.id || ':no-link:s' || sequence || ':' || u.id, 'alarm', missed.id, u.id, 10 from missed cross join "User" u
     where u.role in ('owner', 'organiser') or exists (select from "EventRole" own where own."userId" = u.id and own."eventId" = missed.id and own.role = 'organiser')
     on conflict do nothing`,
    [id],
  )
}

async function readDue(run: Run, id: string): Promise<DueEvent> {
  const [due] = await run<DueEvent>(
    `select status = 'published' and not over as "isOn", status = 'cancelled' and not over as "isCancelled", status = 'published' and over as "isOver",
       "joinReleasedVersion" is not null as "isReleased", sequence > 0 as "hasMoved", "recordingUrl" is not null as "hasRecording",
       case when foyer_now() < "startsAt" then
         -- Of two reminders whose time has come only the later one goes.
         (select min(minutes) from unnest("reminderOffsets") minutes where "startsAt" - make_interval(mins => minutes) <= foyer_now()) end as offset
     from (select *, foyer_now() >= "endsAt" as over from "Event" where id = $1) e`,
    [id],
  )
  if (!due) throw new Error("the event that was locked is gone")
  return due
}

/**
 * Every ten minutes: looks again at every event that may owe something, so that nothing depends on one mark being right. A release whose time has
 * passed without a link is left alone: the organiser is asked. An event that somebody works on has its turn the next time: to wait for it would hold up
 * whoever registers for another.
 */
export async function sweep(): Promise<void> {
  await query(
    `update "Event" e set "nextDueAt" = foyer_now()
     where id in (
       select id from "Event" e
       where foyer_now() < "endsAt" and (status = 'cancelled' or status = 'published'
           and ("joinReleasedVersion" is not null or sequence > 0 or "nextDueAt" is distinct from next_due_at(e)))
         or status = 'published' and "recordingUrl" is not null and foyer_now() between "endsAt" and "endsAt" + interval '1 day'
       for no key update skip locked
     )`,
  )
}

/** What has waited until three hours before the start overtakes the rest. A letter that somebody writes to has its turn a minute later. */
export async function hurry(): Promise<void> {
  await query(
    `update "Delivery" set urgency = ${nearTheStart}
     where id in (
       select d.id from "Delivery" d join "Event" e on e.id = d."eventId"
       where d.state = 'queued' and d.urgency > ${nearTheStart} and d.kind in ('join', 'moved', 'event-cancelled')
         and foyer_now() between e."startsAt" - interval '3 hours' and e."endsAt"
       for no key update of d skip locked
     )`,
  )
}
