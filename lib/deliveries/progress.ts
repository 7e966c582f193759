import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"

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
 * Where the released join details are, in people. The left side is read from Registration, the right from Delivery, in one snapshot.
 * null: nothing is released yet.
 */
export async function getProgress(eventId: string): Promise<Progress | null> {
  const [row] = await query<Omit<Progress, "addsUp" | "beingPrepared"> & { pending: boolean }>(
    `with event as (
       select id, "joinReleasedVersion" as version, "nextDueAt" <= foyer_now() as pending from "Event" where id = $1 and "joinReleasedVersion" is not null
     ), people as (
       -- Each person once, by the letter that says most: sent, on its way, waiting, failed, withheld.
       select d."registrationId", min(case
         when d.state = 'sent' and d."joinVersion" >= e.version then 1
         when d.kind not in ('confirmation', 'join') then null
         when d.state in ('sending', 'data') and (d.state = 'sending' or d."joinVersion" >= e.version) then 2
         when d.state = 'queued' then 3
         when d.state = 'failed' then 4
         when d.state = 'withheld' then 5 end) as rank
       from event e
       join "Delivery" d on d."eventId" = e.id
       join "Registration" r on r.id = d."registrationId" and r.round = d.round and r.status = 'registered'
       group by 1
     )
     select
       (select count(*) from "Registration" where "eventId" = e.id and status = 'registered') as registered,
       (select count(*) from people where rank = 1) as sent,
       (select count(*) from people where rank = 2) as sending,
       (select count(*) from people where rank = 3) as queued,
       (select count(*) from people where rank = 4) as failed,
       (select count(*) from people where rank = 5) as withheld,
       coalesce(e.pending, false) as pending
     from event e`,
    [eventId],
  )
  if (!row) return null
  const { pending, ...counts } = row
  const missing = counts.registered - counts.sent - counts.sending - counts.queued - counts.failed - counts.withheld
  return { ...counts, beingPrepared: pending ? Math.max(0, missing) : 0, addsUp: missing === 0 || (pending && missing > 0) }
}

export type Pace = {
  /** Letters a second, as of the last ten seconds. */
  rate: number
  /** Letters of this event that are due now, those on their way included. What waits for a later try is not. */
  due: number
  possiblyTwice: number
}

/** How quickly the letters of an event go at present. */
export async function getPace(eventId: string): Promise<Pace> {
  const [row] = await query<Pace>(
    `select count(*) filter (where state = 'sent' and "sentAt" > foyer_now() - interval '10 seconds') / 10.0::float8 as rate,
       count(*) filter (where state in ('sending', 'data') or state = 'queued' and "runAt" <= foyer_now()) as due, coalesce(sum("possiblyTwice"), 0)::int as "possiblyTwice"
     from "Delivery" where "eventId" = $1`,
    [eventId],
  )
  return row ?? { rate: 0, due: 0, possiblyTwice: 0 }
}

/** The events whose joining details do not add up: somebody registered has no letter, and none is being prepared. */
export async function listWhatDoesNotAddUp(_organiser: Organiser): Promise<{ id: string; title: string }[]> {
  const events = await query<{ id: string; title: string }>(
    `select id, title from "Event" where status = 'published' and "joinReleasedVersion" is not null and "endsAt" > foyer_now() order by "startsAt" limit 50`,
  )
  const progress = await Promise.all(events.map(({ id }) => getProgress(id)))
  return events.filter((_, index) => progress[index]?.addsUp === false)
}

/** What the desk's header says of the mailer. `oldestWaiting` in seconds; null: nothing waits. */
export async function getMailerState(): Promise<{ running: boolean; oldestWaiting: number | null }> {
  const [row] = await query<{ running: boolean; oldestWaiting: number | null }>(
    `select exists (select from "WorkerHeartbeat" where "beatAt" > foyer_now() - interval '30 seconds') as running,
       (select extract(epoch from foyer_now() - min("runAt"))::int from "Delivery" where state = 'queued' and "runAt" <= foyer_now()) as "oldestWaiting"`,
  )
  return row ?? { running: false, oldestWaiting: null }
}
