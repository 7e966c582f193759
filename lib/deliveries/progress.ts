import type { Viewer } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { isNotPaused } from "./claims"
import { carriers } from "./owing"

export type Progress = {
  registered: number
  sent: number
  queued: number
  sending: number
  failed: number
  withheld: number
  beingPrepared: number
  /** Whether the people of the left side are the people of the right side. */
  addsUp: boolean
}

/**
 * Where the released join details of some events are, in people. The left side is read from Registration, the right from Delivery, in one snapshot.
 * `events` is SQL: which events `e`, of those whose details are released.
 */
async function readProgress(events: string, values: unknown[] = []): Promise<(Progress & { id: string; title: string })[]> {
  const rows = await query<Omit<Progress, "addsUp" | "beingPrepared"> & { id: string; title: string; pending: boolean }>(
    `with event as (
       select e.id, e.title, e."joinReleasedVersion" as version, coalesce(e."nextDueAt" <= foyer_now(), false) as pending
       from "Event" e where e."joinReleasedVersion" is not null and ${events}
     ), people as (
       -- Each person once, by the letter that says most: sent, on its way, waiting, failed, withheld.
       select e.id as event, d."registrationId", min(case
         when d.state = 'sent' and d."joinVersion" >= e.version and (r."bouncedAt" is null or d.reason = 'by hand') then 1
         when d.state = 'sent' and d."joinVersion" >= e.version then 4
         when d.kind not in (${carriers}) then null
         when d.state in ('sending', 'data') and (d.state = 'sending' or d."joinVersion" >= e.version) then 2
         when d.state = 'queued' then 3
         when d.state = 'failed' then 4
         when d.state = 'withheld' then 5 end) as rank
       from event e
       join "Delivery" d on d."eventId" = e.id
       join "Registration" r on r.id = d."registrationId" and r.round = d.round and r.status = 'registered'
       group by 1, 2
     )
     select e.id, e.title, e.pending,
       (select count(*) from "Registration" where "eventId" = e.id and status = 'registered') as registered,
       count(*) filter (where rank = 1) as sent, count(*) filter (where rank = 2) as sending, count(*) filter (where rank = 3) as queued,
       count(*) filter (where rank = 4) as failed, count(*) filter (where rank = 5) as withheld
     from event e left join people p on p.event = e.id
     group by e.id, e.title, e.pending`,
    values,
  )
  return rows.map(({ pending, ...counts }) => {
    const missing = counts.registered - counts.sent - counts.sending - counts.queued - counts.failed - counts.withheld
    return { ...counts, beingPrepared: pending ? Math.max(0, missing) : 0, addsUp: missing === 0 || (pending && missing > 0) }
  })
}

/** Where the released join details of an event are, in people. null: nothing is released yet. */
export async function getProgress(eventId: string): Promise<Progress | null> {
  const [found] = await readProgress("e.id = $1", [eventId])
  if (!found) return null
  const { id: _, title: __, ...progress } = found
  return progress
}

export type Pace = {
  /** Letters a second, as of the last ten seconds, or since the first one when that is less. */
  rate: number
  /** Letters of this event that are due now, those on their way included. What waits for a later try is not. */
  due: number
  possiblyTwice: number
}

const isRecent = `state = 'sent' and "sentAt" > foyer_now() - interval '10 seconds'`

/** How quickly the letters of an event go at present. */
export async function getPace(eventId: string): Promise<Pace> {
  const [row] = await query<Pace>(
    `select count(*) filter (where ${isRecent}) / greatest(1, extract(epoch from foyer_now() - min("sentAt") filter (where ${isRecent})))::float8 as rate,
       count(*) filter (where state in ('sending', 'data') or state = 'queued' and "runAt" <= foyer_now()) as due, coalesce(sum("possiblyTwice"), 0)::int as "possiblyTwice"
     from "Delivery" where "eventId" = $1`,
    [eventId],
  )
  return row ?? { rate: 0, due: 0, possiblyTwice: 0 }
}

/** Those of the events to come that somebody runs whose joining details do not add up: somebody registered has no letter, and none is being prepared. */
export async function listWhatDoesNotAddUp(viewer: Viewer): Promise<{ id: string; title: string }[]> {
  const events = await readProgress(`e.status = 'published' and e."endsAt" > foyer_now() and ($1::uuid[] is null or e.id = any($1))`, [viewer.runs])
  return events.filter(({ addsUp }) => !addsUp)
}

/** How many mailers have a heartbeat, and whether any has. `oldestWaiting` in seconds; null: nothing waits. */
export async function getMailerState(): Promise<{ mailers: number; running: boolean; oldestWaiting: number | null }> {
  const [row] = await query<{ mailers: number; oldestWaiting: number | null }>(
    `select (select count(*) from "WorkerHeartbeat" where "beatAt" > foyer_now() - interval '30 seconds') as mailers,
       (select extract(epoch from foyer_now() - min("runAt"))::int from "Delivery" d where state = 'queued' and "runAt" <= foyer_now() and ${isNotPaused}) as "oldestWaiting"`,
  )
  const { mailers, oldestWaiting } = row ?? { mailers: 0, oldestWaiting: null }
  return { mailers, running: mailers > 0, oldestWaiting }
}
