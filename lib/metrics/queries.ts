import { query } from "@/lib/db/client"
import { getMailerState } from "@/lib/deliveries/progress"

/** Counts alone, by the state of the event and of what is counted. `oldestWaiting`: seconds; 0 when nothing waits. */
export type Census = {
  events: { event: string; count: number }[]
  registrations: { event: string; status: string; count: number }[]
  deliveries: { state: string; count: number }[]
  oldestWaiting: number
  mailers: number
}

/** Counting a million rows takes a moment, so nobody makes it happen more often than this, in milliseconds. */
const keptFor = 10_000
let kept: { at: number; census: Promise<Census> } | null = null

/** What is in the tables, in numbers, at most ten seconds old. */
export function getCensus(): Promise<Census> {
  const now = performance.now()
  if (kept && now - kept.at < keptFor) return kept.census
  const census = count()
  kept = { at: now, census }
  census.catch(() => {
    kept = null
  })
  return census
}

/** Draft, published, ended or cancelled. */
const eventState = `case when e.status = 'published' and e."endsAt" < foyer_now() then 'ended' else e.status::text end`

async function count(): Promise<Census> {
  const [events, registrations, deliveries, { mailers, oldestWaiting }] = await Promise.all([
    query<Census["events"][number]>(`select ${eventState} as event, count(*) from "Event" e group by 1`),
    query<Census["registrations"][number]>(
      `select ${eventState} as event, r.status, sum(r.count)::bigint as count
       from (select "eventId", status, count(*) from "Registration" group by 1, 2) r join "Event" e on e.id = r."eventId" group by 1, 2`,
    ),
    query<Census["deliveries"][number]>(`select state, count(*) from "Delivery" group by 1`),
    getMailerState(),
  ])
  return { events, registrations, deliveries, mailers, oldestWaiting: oldestWaiting ?? 0 }
}
