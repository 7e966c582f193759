import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import type { Outcome } from "@/lib/deliveries/rules"
import { countColumns, peopleOf, reason } from "./audiences"
import type { Audience } from "./schema"

/** How many people of each audience of an event a message would reach now. */
export async function countAudiences(_organiser: Organiser, eventId: string): Promise<Record<Audience, number>> {
  const [counts] = await query<Record<Audience, number>>(`select ${countColumns} from "Event" e join "Registration" r on r."eventId" = e.id where e.id = $1`, [
    eventId,
  ])
  return counts ?? { registered: 0, joined: 0, "not-joined": 0, "link-not-mailed": 0, waiting: 0 }
}

export type Reached = { count: number; leftOut: { reason: string; count: number }[] }

/** How many people of an audience a message would reach now, and who is left out for which reason. `run`: in whose transaction. */
export async function countReached(_organiser: Organiser, eventId: string, audience: Audience, run = query): Promise<Reached> {
  const rows = await run<{ reason: string | null; count: number }>(`select ${reason} as reason, count(*) as count from ${peopleOf(audience)} group by 1`, [
    eventId,
  ])
  return {
    count: rows.find((row) => row.reason === null)?.count ?? 0,
    leftOut: rows.flatMap(({ reason, count }) => (reason === null ? [] : [{ reason, count }])),
  }
}

export type Reader = { id: string; name: string; email: string }

/** The first twenty people, by name, whom a message to this audience would reach. */
export async function listReaders(_organiser: Organiser, eventId: string, audience: Audience): Promise<Reader[]> {
  return query<Reader>(`select r.id, r.name, r.email from ${peopleOf(audience)} and ${reason} is null order by r.name, r.id limit 20`, [eventId])
}

export type SentMessage = { id: string; subject: string; body: string; audience: string; createdBy: string; createdAt: Date; outcomes: Outcome[] }

/** The messages of an event, newest first, each with its letters counted by state and reason. The first hundred. */
export async function listMessages(_organiser: Organiser, eventId: string): Promise<SentMessage[]> {
  return query<SentMessage>(
    `with outcomes as (
       select "messageId", state, reason, count(*) as count from "Delivery" where "eventId" = $1 and kind = 'message' group by 1, 2, 3
     )
     select m.id, m.subject, m.body, m.audience, m."createdBy", m."createdAt",
       coalesce(jsonb_agg(jsonb_build_object('state', o.state, 'reason', o.reason, 'count', o.count) order by o.count desc, o.reason)
         filter (where o.state is not null), '[]') as outcomes
     from "Message" m left join outcomes o on o."messageId" = m.id
     where m."eventId" = $1
     group by m.id order by m."createdAt" desc, m.id limit 100`,
    [eventId],
  )
}
