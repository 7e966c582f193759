import { stringify } from "csv-stringify/sync"
import { escapeLiteral } from "pg"
import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { copyOut } from "@/lib/db/copy"
import type { DeskEvent } from "@/lib/events/desk"
import { questionsOf } from "@/lib/questions/rules"
import type { Question } from "@/lib/questions/schema"
import { webStream } from "@/lib/web-stream"
import { newestFirst, newestLetters, whereFits } from "./filter"
import { type Column, headOf, type RegistrantFilter } from "./rules"

const cell = (text: string) => `inert_cell(${text})`

/** Each column of the list as a cell that no spreadsheet takes for a formula. */
const cells: Record<Column, string> = {
  email: cell("r.email"),
  organisation: cell("r.organisation"),
  status: "r.status",
  registered: `r."registeredAt"::timestamptz(0)`,
  confirmation: "c.state",
  // A letter that was sent without them, such as an early confirmation, is none.
  join: `case when j.state <> 'sent' or j."joinVersion" is not null then j.state || coalesce(', v' || j."joinVersion", '') end`,
  joined: `r."joinedAt"::timestamptz(0)`,
  updates: "case when r.updates then 'yes' else 'no' end",
  source: cell("r.source"),
  note: cell("r.note"),
}
const isOfALetter = (column: Column) => column === "confirmation" || column === "join"

/** What was answered to a question: the words, the choices one after the other, or "yes" for a tick. */
function answerCell({ id, kind }: Question): string {
  const answer = `r.answers -> ${escapeLiteral(id)}`
  // A number below nought begins as a formula may, and is none.
  if (kind === "number") return `case when ${answer} #>> '{}' ~ '^-?[0-9.]+$' then ${answer} #>> '{}' else ${cell(`${answer} #>> '{}'`)} end`
  return cell(
    `case jsonb_typeof(${answer}) when 'array' then (select string_agg(chosen, ', ') from jsonb_array_elements_text(${answer}) chosen) when 'boolean' then 'yes'
     else ${answer} #>> '{}' end`,
  )
}

/** The whole list of the filter as CSV with the answers of each person, streamed. It is written into the audit first. */
export async function exportRegistrants(organiser: Organiser, event: DeskEvent, filter: RegistrantFilter): Promise<ReadableStream> {
  await writeAudit(query, organiser, "registrants exported", event.id)
  const { condition, values } = whereFits(event.id, { ...filter, after: null })
  const questions = questionsOf(event)
  const written = [cell("r.name"), ...filter.columns.map((column) => cells[column]), ...questions.map(answerCell)]
  const letters = filter.columns.some(isOfALetter) ? newestLetters : ""
  const csv = await copyOut(`select ${written.join(", ")} from "Registration" r ${letters} where ${condition} ${newestFirst}`, values, event.timeZone)
  // The mark before it all tells a spreadsheet that it is UTF-8.
  return webStream(csv, stringify([headOf(filter.columns, questions)], { bom: true, quoted: true, escape_formulas: true }))
}
