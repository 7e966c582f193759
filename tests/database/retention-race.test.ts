import { test } from "vitest"
import { inItsOwnDatabase, numbers } from "../support/people"
import { expectOneReceipt, fourWorkersDelete } from "../support/retention-race"

inItsOwnDatabase()

test("four workers that delete at the same moment write one receipt, and its numbers are right, ten times out of ten", async () => {
  for (const _ of numbers(10)) expectOneReceipt(await fourWorkersDelete())
})
