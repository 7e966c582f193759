import { carriers, holdsVersion } from "@/lib/deliveries/owing"
import type { RegistrantFilter, Tab } from "./rules"

// The list's filter as SQL about a registration `r`. $1 is the event.

const released = `(select coalesce(e."joinReleasedVersion", 1) from "Event" e where e.id = $1)`
const hasFailed = `r.id in (
  select b.id from "Registration" b where b."eventId" = $1 and b."bouncedAt" is not null
  union
  select o.id from "Delivery" d join "Registration" o on o.id = d."registrationId" and o.round = d.round where d."eventId" = $1 and d.state = 'failed'
    -- "Send again" has mended it.
    and not exists (select from "Delivery" l where l."registrationId" = o.id and l.round = o.round and l.kind = 'again' and l.state = 'sent' and l."createdAt" > d."createdAt")
)`

/** Who is in each tab. */
export const tabConditions: Record<Tab, string> = {
  registered: `r.status = 'registered'`,
  waiting: `r.status in ('waiting', 'offered')`,
  cancelled: `r.status = 'cancelled'`,
  "no-link": `r.status = 'registered' and not ${holdsVersion(released)}`,
  failed: `r.status <> 'cancelled' and ${hasFailed}`,
  joined: `r."joinedAt" is not null`,
}

const literally = (word: string) => word.replace(/[\\%_]/g, "\\$&")
/** Three letters are found anywhere; the index cannot find fewer but at the beginning of a word. */
const pattern = (word: string) => (word.length > 2 ? `%${literally(word)}%` : `% ${literally(word)}%`)

/** The condition of a filter, and its values. Each word of the search must be found; `within`: in that text, too, for those who may not see all of it. */
export function whereFits(eventId: string, { tab, search, after }: RegistrantFilter, within?: string): { condition: string; values: string[] } {
  const values = [eventId]
  const parts = [`r."eventId" = $1`, tabConditions[tab]]
  for (const word of search.split(" ").filter(Boolean)) {
    const wanted = `foyer_fold($${values.push(pattern(word))})`
    parts.push(`r.words like ${wanted}`, ...(within ? [`${within} like ${wanted}`] : []))
  }
  if (after) parts.push(`(r."registeredAt", r.id) < ($${values.push(after.registeredAt)}::timestamptz, $${values.push(after.id)}::uuid)`)
  return { condition: parts.join(" and "), values }
}

/** Newest first. With a key of the last row, page 20,000 costs what page 1 costs. */
export const newestFirst = `order by r."registeredAt" desc, r.id desc`

const newestLetter = (kinds: string, columns: string) => `
  left join lateral (
    select ${columns} from "Delivery" d where d."registrationId" = r.id and d.round = r.round and d.kind in (${kinds}) order by d."joinVersion" desc nulls last, d."createdAt" desc limit 1
  )`

/** The newest letters of a registration `r`: `c` confirmed it, `j` carries the joining details. */
export const newestLetters = `
  ${newestLetter("'confirmation', 'waiting'", "d.state")} c on true
  ${newestLetter(`${carriers}, 'again'`, 'd.state, d."joinVersion"')} j on true`
