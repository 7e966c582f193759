import { pipeline, Readable } from "node:stream"
import { stringify } from "csv-stringify"
import { writeAudit } from "@/lib/audit"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { eachRegistrant, type RegistrantFilter } from "./list"

const columns = ["name", "email", "organisation", "status", "registered", "joined", "updates"]

/** The list of the filter as CSV (RFC 4180), streamed page by page. No cell can act as a formula. The export is written into the audit first. */
export async function exportRegistrants(organiser: Organiser, eventId: string, filter: RegistrantFilter): Promise<ReadableStream> {
  await writeAudit(query, organiser, "registrants exported", eventId)
  const rows = async function* () {
    for await (const person of eachRegistrant(organiser, eventId, filter)) {
      yield [
        person.name,
        person.email,
        person.organisation,
        person.status,
        person.registeredAt.toISOString(),
        person.joinedAt?.toISOString() ?? "",
        person.updates ? "yes" : "no",
      ]
    }
  }
  const csv = stringify({ header: true, columns, quoted: true, escape_formulas: true, record_delimiter: "windows", bom: true })
  // When either end breaks, the other one ends too: a browser that leaves, or a database that stops answering.
  pipeline(Readable.from(rows()), csv, () => undefined)
  return webStream(csv)
}

/** A Node stream as the web's kind. (`Readable.toWeb` has a type that `Response` does not take.) */
function webStream(source: Readable): ReadableStream {
  const chunks = source[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(Buffer.from(value))
    },
    cancel: () => void source.destroy(),
  })
}
