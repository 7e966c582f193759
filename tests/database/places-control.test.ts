import { expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { crowdPresses, expectFiftyPlaces } from "../support/crowd"
import { inItsOwnDatabase, reread } from "../support/people"
import { untilSeen } from "../support/until"
import { without } from "../support/without"

// The negative control of places.test.ts, in a database of its own.

inItsOwnDatabase()

test("without the lock and the check more people get in than there are places, and the story of the crowd notices", async () => {
  await without(settings().DATABASE_URL ?? "", "register_attendee", "takes turns")
  await query(`alter table "Event" drop constraint "Event_taken_within_capacity"`)

  await untilSeen(async () => {
    const crowd = await crowdPresses()
    if ((await reread(crowd.event)).taken <= 50) return false
    await expect(expectFiftyPlaces(crowd)).rejects.toThrow("to have a length of 50")
    return true
  })
})
