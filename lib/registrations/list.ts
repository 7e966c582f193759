import { z } from "zod"
import type { Organiser, Viewer } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { newestFirst, newestLetters, tabConditions, whereFits } from "./filter"
import { type Counts, mostAtOnce, type RegistrantFilter } from "./rules"
import type { Choice } from "./schema"

const pageSize = 50

export type Registrant = {
  id: string
  name: string
  email: string
  organisation: string
  updates: boolean
  source: string
  answers: unknown
  note: string
  tokenVersion: number
  status: "registered" | "waiting" | "offered" | "cancelled"
  registeredAt: Date
  joinedAt: Date | null
  confirmation: string | null
  joinState: string | null
  joinVersion: number | null
  /** The moment of registering to the microsecond, for the key of the next page. */
  at: string
}

/** The page is found first and its letters looked for then: asked for both at once, the planner reads the whole list in its order in search of a rare name. */
const pageOf = (condition: string, size: number) => `
  select r.id, r.name, r.email, r.organisation, r.updates, r.source, r.answers, r.note, r."tokenVersion", r.status, r."registeredAt", r."joinedAt",
    c.state as confirmation, j.state as "joinState", j."joinVersion",
    to_char(r."registeredAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
  from (select r.* from "Registration" r where ${condition} ${newestFirst} limit ${size}) r ${newestLetters} ${newestFirst}`

type Page = { people: Registrant[]; next: RegistrantFilter["after"] }

/** One page of an event's registrants, newest first, and the key of the next page (null: this is the last). */
export async function listRegistrants(_organiser: Organiser, eventId: string, filter: RegistrantFilter, size = pageSize): Promise<Page> {
  const { condition, values } = whereFits(eventId, filter)
  const found = await query<Registrant>(pageOf(condition, size + 1), values)
  const people = found.slice(0, size)
  const last = people.at(-1)
  return { people, next: found.length > size && last ? { registeredAt: last.at, id: last.id } : null }
}

/** Whom an act is about. */
export type Chosen = Omit<Choice, "act">

/** The ids of the people that an act is about, newest first: those that were ticked and are still on the list, or everybody whom the filter fits, up to one more than `mostAtOnce`. */
export async function listChosen(_organiser: Organiser, eventId: string, { who, person, tab, search }: Chosen, run = query): Promise<string[]> {
  const fits = whereFits(eventId, { tab, search, columns: [], after: null })
  const { condition, values } = who === "all" ? fits : { condition: `r."eventId" = $1 and r.id = any($2::uuid[])`, values: [eventId, person] }
  const found = await run<{ id: string }>(`select r.id from "Registration" r where ${condition} ${newestFirst} limit ${mostAtOnce + 1}`, values)
  return found.map(({ id }) => id)
}

/** The people whom a filter fits by name, `most` at most, for paper. */
export async function listToPrint(
  _organiser: Organiser,
  eventId: string,
  filter: RegistrantFilter,
  most: number,
): Promise<Pick<Registrant, "id" | "name" | "email" | "organisation" | "status">[]> {
  const { condition, values } = whereFits(eventId, { ...filter, after: null })
  return query(
    `select r.id, r.name, r.email, r.organisation, r.status from "Registration" r where ${condition} order by lower(r.name), r.id limit ${most}`,
    values,
  )
}

/** How many people a filter fits; beyond `most` nobody counts on. */
export async function countFits(_organiser: Organiser, eventId: string, filter: RegistrantFilter, most: number): Promise<number> {
  const { condition, values } = whereFits(eventId, { ...filter, after: null })
  const [found] = await query<{ count: number }>(`select count(*) as count from (select from "Registration" r where ${condition} limit ${most}) fits`, values)
  return found?.count ?? 0
}

const counting = Object.entries(tabConditions).map(
  ([tab, condition]) => `(select count(*) from "Registration" r where r."eventId" = $1 and ${condition}) as "${tab}"`,
)
const count = z.number()
const countsSchema: z.ZodType<Counts> = z.object({ registered: count, waiting: count, cancelled: count, "no-link": count, failed: count, joined: count })

/** Counting that takes longer, in milliseconds, is not done again for twenty times as long. */
const long = 100

/**
 * How many people each tab holds. `countedAt`: when they were counted, if that was not now: counting a million takes seconds, and is kept for
 * twenty times as long as it took. Below some ten thousand people it is always done.
 */
export async function countRegistrants(_viewer: Viewer, eventId: string): Promise<{ counts: Counts; countedAt: Date | null }> {
  const [kept] = await query<{ counts: unknown; countedAt: Date }>(
    `select counts, "countedAt" from "ListCount" where "eventId" = $1 and "countedAt" > foyer_now() - milliseconds * interval '20 milliseconds'`,
    [eventId],
  )
  if (kept) return { counts: countsSchema.parse(kept.counts), countedAt: kept.countedAt }
  const began = performance.now()
  const [counted] = await query(`select ${counting.join(", ")}`, [eventId])
  const counts = countsSchema.parse(counted)
  const milliseconds = Math.round(performance.now() - began)
  if (milliseconds > long)
    await query(
      `insert into "ListCount" ("eventId", counts, milliseconds) values ($1, $2, $3)
       on conflict ("eventId") do update set counts = excluded.counts, milliseconds = excluded.milliseconds, "countedAt" = excluded."countedAt"`,
      [eventId, JSON.stringify(counts), milliseconds],
    )
  return { counts, countedAt: null }
}
