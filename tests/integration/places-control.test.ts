import { expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { crowdPresses, expectFiftyPlaces } from "./crowd"
import { inItsOwnDatabase, reread } from "./people"

// The negative control of places.test.ts, in a database of its own.

inItsOwnDatabase()

test("without the lock and the check more people get in than there are places, and the story of the crowd notices", async () => {
  const [found] = await query<{ source: string }>(`select pg_get_functiondef('register_attendee'::regproc) as source`)
  const source = found?.source ?? ""
  const unlocked = source.replace(" for no key update", "")
  expect(unlocked).not.toBe(source)
  await query(unlocked)
  await query(`alter table "Event" drop constraint "Event_taken_within_capacity"`)

  const crowd = await crowdPresses()
  expect((await reread(crowd.event)).taken).toBeGreaterThan(50)
  await expect(expectFiftyPlaces(crowd)).rejects.toThrow("to have a length of 50")
})
