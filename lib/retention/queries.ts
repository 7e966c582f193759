import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { getDeskEvent } from "@/lib/events/desk"
import { deletionDate } from "@/lib/events/rules"
import { listReceipts } from "./receipts"
import { type Counts, countsSchema } from "./rules"

/** What the deletion would take if it were now: the same SQL counts for both. Changes nothing. */
export async function getDryRun(_organiser: Organiser, eventId: string): Promise<Counts> {
  const [row] = await query<{ counts: unknown }>(`select personal_counts($1, null) as counts`, [eventId])
  return countsSchema.parse(row?.counts ?? {})
}

/** The day of deletion of one event, what it will take, and the receipts. null: there is no such event. */
export async function getDeletion(organiser: Organiser, eventId: string) {
  const event = await getDeskEvent(organiser, eventId)
  if (!event) return null
  const [counts, receipts] = await Promise.all([getDryRun(organiser, eventId), listReceipts(eventId)])
  const deletedOn = deletionDate(event)
  return { event, deletedOn, isOver: deletedOn <= event.now, counts, receipts }
}
export type Deletion = NonNullable<Awaited<ReturnType<typeof getDeletion>>>
