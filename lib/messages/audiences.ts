import { holdsVersion } from "@/lib/deliveries/owing"
import type { Audience } from "./schema"

// Who is meant by an audience, as SQL over a registration `r` and its event `e`.

const conditions: Record<Audience, string> = {
  registered: "r.status = 'registered'",
  joined: `r.status = 'registered' and r."joinedAt" is not null`,
  "not-joined": `r.status = 'registered' and r."joinedAt" is null`,
  "link-not-mailed": `r.status = 'registered' and not ${holdsVersion('e."joinReleasedVersion"')}`,
  waiting: "r.status in ('waiting', 'offered')",
}

/** The people of an audience of event $1, for `select … from`. */
export const peopleOf = (audience: Audience): string => `"Event" e join "Registration" r on r."eventId" = e.id and ${conditions[audience]} where e.id = $1`

/** Why a message to this person is written withheld, as SQL; null: it goes. The same words and order as withholdReason. */
export const reason = `case when r."bouncedAt" is not null then 'bounced address' when r."mailStoppedAt" is not null then 'stopped by the person' end`

/** The people of each audience of event $1 whom a message would reach, counted in columns of their names. */
export const countColumns: string = Object.entries(conditions)
  .map(([audience, condition]) => `count(*) filter (where ${condition} and ${reason} is null) as "${audience}"`)
  .join(", ")
