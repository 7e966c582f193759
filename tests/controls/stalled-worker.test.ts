import { afterAll, expect, test } from "vitest"
import { leaseSeconds, openHouse } from "../support/house"
import { sql } from "../support/sql"
import { endWorkers } from "../support/workers"

// Takes out the guard of `operations/stalled-worker`, the fence of a claim that was lost: a worker that stood still writes into a row of others.

afterAll(endWorkers)

test("when all claims of a letter have one name, a worker that stood still is noticed", async () => {
  const house = await openHouse("RCPT", "holds the others too")
  const story = await house.begin()
  await sql(
    story.databaseUrl,
    `create function forge() returns trigger language plpgsql as $$ begin new.worker := '${story.worker}'; return new; end $$;
     create trigger forge before update on "Delivery" for each row when (old.state = 'queued' and new.state = 'sending') execute function forge()`,
  )
  await story.stall(leaseSeconds + 4, 1500)
  const trespasses = await story.trespasses()
  console.log(`stalled without the fence: ${trespasses} writes after the loss`)
  expect(trespasses).toBeGreaterThan(0)
  await house.close()
})
