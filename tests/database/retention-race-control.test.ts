import { test } from "vitest"
import { settings } from "@/lib/env"
import { inItsOwnDatabase } from "../support/people"
import { expectOneReceipt, fourWorkersDelete } from "../support/retention-race"
import { untilSeen } from "../support/until"
import { without } from "../support/without"

// The negative control of retention-race.test.ts, in a database of its own.

inItsOwnDatabase()

test("without the locks the receipt is wrong, and the story of the four workers notices", async () => {
  await without(settings().DATABASE_URL ?? "", "delete_personal", "takes turns")
  await untilSeen(() =>
    fourWorkersDelete()
      .then(expectOneReceipt)
      .then(
        () => false,
        () => true,
      ),
  )
})
