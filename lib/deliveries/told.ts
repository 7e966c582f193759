import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"

export type Outcome = { state: string; reason: string | null; count: number }

/** Where the letters about the event's last move or its cancellation are, counted by state and reason. Empty: there was none, or they are being made. */
export const countTold = (_organiser: Organiser, eventId: string): Promise<Outcome[]> =>
  query<Outcome>(
    `select d.state, d.reason, count(*) as count from "Event" e join "Delivery" d on d."eventId" = e.id and d.sequence = e.sequence
     where e.id = $1 and d.kind = case when e.status = 'cancelled' then 'event-cancelled' else 'moved' end
     group by 1, 2 order by 3 desc`,
    [eventId],
  )
