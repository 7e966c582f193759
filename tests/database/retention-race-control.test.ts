import { expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { inItsOwnDatabase } from "../support/people"
import { expectOneReceipt, fourWorkersDelete } from "../support/retention-race"
import { untilSeen } from "../support/until"

// The negative control of retention-race.test.ts, in a database of its own.

inItsOwnDatabase()

test("without the locks the receipt is wrong, and the story of the four workers notices", async () => {
  const [found] = await query<{ source: string }>(`select pg_get_functiondef('delete_personal'::regproc) as source`)
  const source = found?.source ?? ""
  const unlocked = source.replace(" for no key update", "").replaceAll(" for update", "")
  expect(unlocked.length).toBe(source.length - " for no key update".length - 2 * " for update".length)
  await query(unlocked)
  await untilSeen(() =>
    fourWorkersDelete()
      .then(expectOneReceipt)
      .then(
        () => false,
        () => true,
      ),
  )
})
