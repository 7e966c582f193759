import { query, type Run } from "@/lib/db/client"
import { type Counts, countsSchema } from "./rules"

/** `at` null: it is under way, and the numbers are those so far. */
export type Receipt = { id: string; startedAt: Date; at: Date | null; counts: Counts }
type Row = Omit<Receipt, "counts"> & { counts: unknown }

const asReceipt = ({ counts, ...row }: Row): Receipt => ({ ...row, counts: countsSchema.parse(counts) })

/** One receipt, within the transaction that writes it or after it. null: there is none. */
export async function getReceipt(id: string, run: Run = query): Promise<Receipt | null> {
  const [row] = await run<Row>(`select id, "startedAt", at, counts from "Deletion" where id = $1`, [id])
  return row ? asReceipt(row) : null
}

/** The receipts of an event, newest first. */
export async function listReceipts(eventId: string): Promise<Receipt[]> {
  const rows = await query<Row>(`select id, "startedAt", at, counts from "Deletion" where "eventId" = $1 order by "startedAt" desc, id`, [eventId])
  return rows.map(asReceipt)
}
