import type { Readable } from "node:stream"
import { writeAudit } from "@/lib/audit"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { copyOut } from "@/lib/db/copy"
import { newestFirst, newestLetters, whereFits } from "./filter"
import { type Column, columns, type RegistrantFilter } from "./rules"

const cell = (text: string) => `inert_cell(${text})`

/** Each column of the list as a cell that no spreadsheet takes for a formula. */
const cells: Record<Column, string> = {
  email: cell("r.email"),
  organisation: cell("r.organisation"),
  status: "r.status",
  registered: `r."registeredAt"::timestamptz(0)`,
  confirmation: "c.state",
  join: `j.state || coalesce(', v' || j."joinVersion", '')`,
  joined: `r."joinedAt"::timestamptz(0)`,
  updates: "case when r.updates then 'yes' else 'no' end",
  note: cell("r.note"),
}
const isOfALetter = (column: Column) => column === "confirmation" || column === "join"

/** What the file holds when nobody chose columns: what the site knows of each person, without the letters, which have to be looked for. */
export const exportColumns: readonly Column[] = ["email", "organisation", "status", "registered", "joined", "updates"]

/** The whole list of the filter as CSV, streamed. It is written into the audit first. */
export async function exportRegistrants(organiser: Organiser, event: { id: string; timeZone: string }, filter: RegistrantFilter): Promise<ReadableStream> {
  await writeAudit(query, organiser, "registrants exported", event.id)
  const { condition, values } = whereFits(event.id, { ...filter, after: null })
  const chosen = filter.columns.map((column) => `${cells[column]} as "${columns[column]}"`)
  const letters = filter.columns.some(isOfALetter) ? newestLetters : ""
  const csv = await copyOut(
    `select ${[`${cell("r.name")} as "Name"`, ...chosen].join(", ")} from "Registration" r ${letters} where ${condition} ${newestFirst}`,
    values,
    event.timeZone,
  )
  return webStream(csv)
}

/** With the mark that tells a spreadsheet that it is UTF-8. (`Readable.toWeb` has a type that `Response` does not take.) */
function webStream(source: Readable): ReadableStream {
  const chunks = source[Symbol.asyncIterator]()
  return new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from("\ufeff")),
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void source.destroy(),
  })
}
