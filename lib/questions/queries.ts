import type { Organiser } from "@/lib/auth/organiser"
import { prepared, query } from "@/lib/db/client"
import { questionsOf } from "./rules"
import type { Question } from "./schema"

const asked = `
  select questions from "Event" where status <> 'draft' and (slug = $1 or id = (select "eventId" from "OldSlug" where slug = $1))
  order by slug = $1 desc limit 1`

/** The questions that the form of the public event asks which has this address, or had it. None: no questions, or no such event. */
export async function listQuestions(slug: string): Promise<Question[]> {
  const [event] = await prepared<{ questions: unknown }>("questions of a form", asked, [slug])
  return event ? questionsOf(event) : []
}

/** How many people have answered each of the questions, by its id. Those who cancelled have too. A question that nobody answered is not there. */
export async function countAnswers(_organiser: Organiser, eventId: string, questions: Question[]): Promise<Map<string, number>> {
  const rows = await query<{ id: string; people: number }>(
    `select question as id, count(*) as people from unnest($2::text[]) asked (question) cross join "Registration" r
     where r."eventId" = $1 and r.answers ? question group by question`,
    [eventId, questions.map(({ id }) => id)],
  )
  return new Map(rows.map(({ id, people }) => [id, people]))
}
