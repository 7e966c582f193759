import type { Owner } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { deletionDate } from "@/lib/events/rules"
import { countsSchema, peopleIn } from "./rules"

type Row = {
  id: string
  title: string
  host: string
  endsAt: Date
  timeZone: string
  retentionDays: number
  questions: number
  people: number
  deletedAt: Date | null
  counts: unknown
}
export type Processed = Omit<Row, "counts" | "people"> & { people: number; deletedOn: Date; deletedPeople: number }

/** Every event with what is kept of how many people and until when, the next day of deletion first. */
export async function listProcessing(_owner: Owner): Promise<Processed[]> {
  const rows = await query<Row>(
    `select e.id, e.title, e.host, e."endsAt", e."timeZone", e."retentionDays", jsonb_array_length(e.questions) as questions,
       coalesce(r.people, 0) as people, d.at as "deletedAt", coalesce(d.counts, '{}') as counts
     from "Event" e
     left join (select "eventId", count(*) as people from "Registration" group by 1) r on r."eventId" = e.id
     left join lateral (select at, counts from "Deletion" where "eventId" = e.id and at is not null order by at desc limit 1) d on true
     order by coalesce(r.people, 0) = 0, e."endsAt" + e."retentionDays" * interval '24 hours', e.id`,
  )
  return rows.map(({ counts, ...row }) => ({ ...row, deletedOn: deletionDate(row), deletedPeople: peopleIn(countsSchema.parse(counts)) }))
}
