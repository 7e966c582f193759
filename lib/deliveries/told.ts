import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import type { Outcome } from "./rules"

export type Reach = { registered: number; waiting: number; bounced: number }

/** Whom a letter to everybody would reach now: those with a place, those who hope for one; and how many of either have an address that has bounced. */
export async function countReach(_organiser: Organiser, eventId: string): Promise<Reach> {
  const [reach] = await query<Reach>(
    `select count(*) filter (where status = 'registered' and "bouncedAt" is null) as registered,
       count(*) filter (where status in ('waiting', 'offered') and "bouncedAt" is null) as waiting,
       count(*) filter (where status <> 'cancelled' and "bouncedAt" is not null) as bounced
     from "Registration" where "eventId" = $1`,
    [eventId],
  )
  return reach ?? { registered: 0, waiting: 0, bounced: 0 }
}

/** Where the letters about the event's last move or its cancellation are, counted by state and reason. Empty: there was none, or they are being made. */
export const countTold = (_organiser: Organiser, eventId: string): Promise<Outcome[]> =>
  query<Outcome>(
    `select d.state, d.reason, count(*) as count from "Event" e join "Delivery" d on d."eventId" = e.id and d.sequence = e.sequence
     where e.id = $1 and d.kind = case when e.status = 'cancelled' then 'event-cancelled' else 'moved' end
     group by 1, 2 order by 3 desc`,
    [eventId],
  )
