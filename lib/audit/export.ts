import { stringify } from "csv-stringify/sync"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { type Entry, eachHeap } from "./queries"
import { sayAct } from "./rules"
import type { AuditFilter } from "./schema"
import { writeAudit } from "./write"

const columns = ["when", "who", "what", "event", "event id", "facts"]
const cells = ({ at, email, act, title, eventId, detail }: Entry) => [
  at.toISOString(),
  email ?? "the site",
  sayAct(act, detail),
  title ?? "",
  eventId ?? "",
  JSON.stringify(detail),
]
const csv = (rows: string[][]) => Buffer.from(stringify(rows, { quoted: true, escape_formulas: true, record_delimiter: "windows" }))

/** The record of the filter as CSV (RFC 4180), heap by heap. No cell can act as a formula. That it was downloaded is written into it first. */
export async function exportAudit(organiser: Organiser, filter: AuditFilter, zone: string): Promise<ReadableStream<Uint8Array>> {
  const { event = null, after: _, ...rest } = filter
  await writeAudit(
    query,
    organiser,
    "audit exported",
    event,
    Object.fromEntries(Object.entries(rest).flatMap(([name, value]) => (value ? [[name, value]] : []))),
  )
  const heaps = eachHeap(organiser, { ...filter, after: undefined }, zone)
  return new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.concat([Buffer.from("\ufeff"), csv([columns])])),
    async pull(controller) {
      const { done, value } = await heaps.next()
      if (done) controller.close()
      else controller.enqueue(csv(value.map(cells)))
    },
    cancel: async () => void (await heaps.return(undefined)),
  })
}
