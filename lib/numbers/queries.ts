import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { getProgress, type Progress } from "@/lib/deliveries/progress"
import type { Question } from "@/lib/questions/schema"
import { type Count, type Given, mostSources, type Slot } from "./rules"

// An event in numbers. All of it is counted by the database: what comes back is a row a day, a minute, a word.

/** Whoever cancelled is not counted. */
const people = `"Registration" r where r."eventId" = $1 and r.status <> 'cancelled'`

/** The same as two conditions that have an index each, in the order of registration. */
const listed = [`r.status = 'registered'`, `r.status in ('waiting', 'offered')`]
const ofListed = (column: string, more = "") => listed.map((status) => `(select ${column} from "Registration" r where r."eventId" = $1 and ${status} ${more})`)
const midnight = (day: string) => `(${day})::timestamp at time zone $2`

/**
 * How many people registered on each day of the event's zone, by the day's number since 1970. Each day is a piece of an index: to turn every moment
 * into a day of the zone takes ten times as long.
 */
const countByDay = (eventId: string, timeZone: string) =>
  query<Slot>(
    `select day - date '1970-01-01' as slot, ${ofListed("count(*)", `and r."registeredAt" >= ${midnight("day")} and r."registeredAt" < ${midnight("day + 1")}`).join(" + ")} as people
     from (
       select generate_series((first at time zone $2)::date, (last at time zone $2)::date, interval '1 day')::date as day
       from (select least(${ofListed(`min(r."registeredAt")`)}) as first, greatest(${ofListed(`max(r."registeredAt")`)}) as last) span
     ) days order by day`,
    [eventId, timeZone],
  )

/** How many people joined in each minute, by the minute's number since 1970. `offset 0` hides from the planner what a slot is made of: it would expect as many as there are people, and sort them on disk. */
const countByMinute = (eventId: string) =>
  query<Slot>(
    `select slot, count(*) as people from (
       select floor(date_part('epoch', r."joinedAt") / 60)::int as slot from ${people} and r."joinedAt" is not null offset 0
     ) joins group by slot order by slot`,
    [eventId],
  )

/** Where people came from, most first. Anybody can write a word into an address, so what comes after the first is counted together, as null. */
const countBySource = (eventId: string) =>
  query<Count>(
    `select words, sum(people)::bigint as people from (
       select case when place <= ${mostSources} then source end as words, people, place from (
         select r.source, count(*) as people, row_number() over (order by count(*) desc, r.source) as place from ${people} group by r.source
       ) sources
     ) listed group by words order by words is null, min(place)`,
    [eventId],
  )

/** How often each answer was given, by the question's id. */
async function countAnswersTo(eventId: string, questions: Question[]): Promise<Map<string, Given[]>> {
  const rows = await query<Given & { id: string }>(
    `select question as id, r.answers -> question as answer, count(*) as people
     from unnest($2::text[]) asked (question) cross join ${people} and r.answers ? question group by 1, 2`,
    [eventId, questions.map(({ id }) => id)],
  )
  return new Map(questions.map((question) => [question.id, rows.filter(({ id }) => id === question.id)]))
}

export type Numbers = {
  days: Slot[]
  minutes: Slot[]
  sources: Count[]
  /** Where the joining details are. null: they are not released yet. */
  progress: Progress | null
  answers: Map<string, Given[]>
}

/** An event in numbers. */
export async function getNumbers(_organiser: Organiser, event: { id: string; timeZone: string }, questions: Question[]): Promise<Numbers> {
  const [days, minutes, sources, progress, answers] = await Promise.all([
    countByDay(event.id, event.timeZone),
    countByMinute(event.id),
    countBySource(event.id),
    getProgress(event.id),
    countAnswersTo(event.id, questions),
  ])
  return { days, minutes, sources, progress, answers }
}
