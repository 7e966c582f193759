import { expect } from "vitest"
import { db } from "@/lib/db/client"
import { deleteEvent } from "@/lib/retention/delete"
import { countsSchema } from "@/lib/retention/rules"
import { day, enrolMany, makeEvent } from "./people"

// Several workers find the same event due at the same moment. The receipt must say what was there, once.

const people = 60

/** Four workers delete at once. Returns the receipts, and how often it was written down. */
export async function fourWorkersDelete() {
  const event = await makeEvent({ startsIn: -40 * day, retentionDays: 30, capacity: people, taken: people })
  await enrolMany(event, people)
  await Promise.all(Array.from({ length: 4 }, () => deleteEvent(event.id, 7)))
  const receipts = await db().deletion.findMany({ where: { eventId: event.id } })
  const written = await db().auditEntry.count({ where: { eventId: event.id, act: "personal data deleted" } })
  return { receipts: receipts.map(({ counts }) => countsSchema.parse(counts)), written }
}

export const expectOneReceipt = (found: Awaited<ReturnType<typeof fourWorkersDelete>>): void =>
  expect(found).toEqual({ receipts: [{ "people.registered": people }], written: 1 })
