import { expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { inItsOwnDatabase, numbers } from "../support/people"
import { expectOneReceipt, fourWorkersDelete } from "../support/retention-race"

// The negative control of retention-race.test.ts, in a database of its own.

inItsOwnDatabase()

test("without the locks the receipt is wrong at least once in ten, and the story of the four workers notices", async () => {
  const [found] = await query<{ source: string }>(`select pg_get_functiondef('delete_personal'::regproc) as source`)
  const source = found?.source ?? ""
  const unlocked = source.replace(" for no key update", "").replaceAll(" for update", "")
  expect(unlocked.length).toBe(source.length - " for no key update".length - 2 * " for update".length)
  await query(unlocked)
  let wrong = 0
  for (const _ of numbers(10)) {
    const outcome = await fourWorkersDelete()
      .then(expectOneReceipt)
      .then(
        () => "right",
        () => "wrong",
      )
    if (outcome === "wrong") wrong += 1
  }
  console.log(`without the locks ${wrong} of 10 were wrong`)
  expect(wrong).toBeGreaterThan(0)
})
