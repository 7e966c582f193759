import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { carriers } from "@/lib/deliveries/owing"
import { isTab, type Tab } from "./schema"

const pageSize = 50

export type Registrant = {
  id: string
  name: string
  email: string
  organisation: string
  updates: boolean
  status: "registered" | "waiting" | "offered" | "cancelled"
  registeredAt: Date
  joinedAt: Date | null
  confirmation: string | null
  joinState: string | null
  joinVersion: number | null
}
export type RegistrantFilter = { search?: string | undefined; after?: string | undefined; tab?: string | undefined }

const tabs: Record<Tab, string> = {
  registered: "r.status = 'registered'",
  waiting: "r.status in ('waiting', 'offered')",
  cancelled: "r.status = 'cancelled'",
  joined: `r."joinedAt" is not null`,
}

const newestLetter = (kinds: string, columns: string) => `
  left join lateral (
    select ${columns} from "Delivery" d where d."registrationId" = r.id and d.round = r.round and d.kind in (${kinds}) order by d."joinVersion" desc nulls last, d."createdAt" desc limit 1
  )`

const rows = `
  select r.id, r.name, r.email, r.organisation, r.updates, r.status, r."registeredAt", r."joinedAt", c.state as confirmation, j.state as "joinState", j."joinVersion"
  from "Registration" r
  ${newestLetter("'confirmation', 'waiting'", "d.state")} c on true
  ${newestLetter(carriers, 'd.state, d."joinVersion"')} j on true`

// Newest first, by keyset: page 20,000 costs what page 1 costs.
const order = `order by r."registeredAt" desc, r.id desc`
const afterKey = (parameter: string) => `(r."registeredAt", r.id) < (select k."registeredAt", k.id from "Registration" k where k.id = ${parameter})`
const matches = (parameter: string) =>
  `(r.name ilike ${parameter} or r.email ilike ${parameter} or r."emailKey" ilike ${parameter} or r.organisation ilike ${parameter})`
const pattern = (search: string) => `%${search.replace(/[\\%_]/g, "\\$&")}%`

function where(eventId: string, { search, after, tab }: RegistrantFilter) {
  const values: unknown[] = [eventId]
  const parts = [`r."eventId" = $1`, tabs[isTab(tab) ? tab : "registered"]]
  if (search) parts.push(matches(`$${values.push(pattern(search))}`))
  if (after) parts.push(afterKey(`$${values.push(after)}`))
  return { condition: parts.join(" and "), values }
}

/** One page of an event's registrants, newest first, and the key of the next page (null: this is the last). */
export async function listRegistrants(
  _organiser: Organiser,
  eventId: string,
  filter: RegistrantFilter,
): Promise<{ people: Registrant[]; next: string | null }> {
  const { condition, values } = where(eventId, filter)
  const people = await query<Registrant>(`${rows} where ${condition} ${order} limit ${pageSize + 1}`, values)
  const page = people.slice(0, pageSize)
  return { people: page, next: people.length > pageSize ? (page.at(-1)?.id ?? null) : null }
}

/** How many people each tab holds. */
export async function countRegistrants(_organiser: Organiser, eventId: string): Promise<Record<Tab, number>> {
  const columns = Object.entries(tabs).map(([tab, condition]) => `count(*) filter (where ${condition}) as ${tab}`)
  const [counts] = await query<Record<Tab, number>>(`select ${columns.join(", ")} from "Registration" r where r."eventId" = $1`, [eventId])
  return counts ?? { registered: 0, waiting: 0, cancelled: 0, joined: 0 }
}

/** Every registrant of the filter, page by page, so that a long list never stands in memory at once. */
export async function* eachRegistrant(organiser: Organiser, eventId: string, filter: RegistrantFilter): AsyncGenerator<Registrant> {
  let after: string | undefined
  do {
    const { people, next } = await listRegistrants(organiser, eventId, { ...filter, after })
    yield* people
    after = next ?? undefined
  } while (after)
}
