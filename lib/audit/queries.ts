import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { actsOf } from "./rules"
import type { AuditFilter } from "./schema"

export type Entry = {
  id: string
  at: Date
  /** null: the site itself. */
  email: string | null
  act: string
  eventId: string | null
  /** null: it is about no event, or about one that is gone. */
  title: string | null
  detail: Record<string, unknown>
}

const pageSize = 50

// Newest first, by keyset, so that every page costs the same. Each filter has an index that ends in this order.
const newestFirst = (most: string) => `order by a.at desc, a.id desc limit ${most}`

function entries(filter: AuditFilter, events: string[] | null, zone: string, most: number) {
  const values: unknown[] = []
  const value = (one: unknown) => `$${values.push(one)}`
  const startOf = (day: string, later: number) => `(${value(day)}::date + ${later})::timestamp at time zone ${value(zone)}`
  const parts = ["true"]
  if (filter.event) parts.push(`a."eventId" = ${value(filter.event)}`)
  if (events) parts.push(`a."eventId" = any(${value(events)}::uuid[])`)
  if (filter.who) parts.push(filter.who === "-" ? "a.email is null" : `a.email = ${value(filter.who)}`)
  if (filter.from) parts.push(`a.at >= ${startOf(filter.from, 0)}`)
  if (filter.to) parts.push(`a.at < ${startOf(filter.to, 1)}`)
  if (filter.after) parts.push(`(a.at, a.id) < (select k.at, k.id from "AuditEntry" k where k.id = ${value(filter.after)})`)
  const limit = value(most)
  const found = `select * from "AuditEntry" a where ${parts.join(" and ")}`
  // Of a kind with few entries the newest of each act are looked up, or a million others would be read in search of them.
  const source = filter.kind
    ? `unnest(${value(actsOf(filter.kind))}::text[]) kind(act) cross join lateral (${found} and a.act = kind.act ${newestFirst(limit)}) a`
    : `(${found} ${newestFirst(limit)}) a`
  const statement = `select a.id, a.at, a.email, a.act, a."eventId", e.title, a.detail from ${source} left join "Event" e on e.id = a."eventId" ${newestFirst(limit)}`
  return query<Entry>(statement, values)
}

/** One page of the record, newest first, of the events that the permission is for, and the key of the next page (null: this is the last). Days are those of `zone`. */
export async function listAudit(organiser: Organiser, filter: AuditFilter, zone: string): Promise<{ entries: Entry[]; next: string | null }> {
  const found = await entries(filter, organiser.events, zone, pageSize + 1)
  const page = found.slice(0, pageSize)
  return { entries: page, next: found.length > pageSize ? (page.at(-1)?.id ?? null) : null }
}

/** Every entry of the filter, in heaps of a thousand, so that a long record never stands in memory at once. */
export async function* eachHeap(organiser: Organiser, filter: AuditFilter, zone: string): AsyncGenerator<Entry[]> {
  let after = filter.after
  do {
    const heap = await entries({ ...filter, after }, organiser.events, zone, 1000)
    if (heap.length > 0) yield heap
    after = heap.length === 1000 ? heap.at(-1)?.id : undefined
  } while (after)
}
