import { test } from "vitest"
import { openHall, places } from "../support/hall"
import { sql } from "../support/sql"
import { untilSeen } from "../support/until"
import { without } from "../support/without"

// Takes out the guard of `site/crowd`, that people who press at once take turns: the same crowd oversells.

test("without the lock and the check, the same crowd oversells", { timeout: 600_000 }, async () => {
  const hall = await openHall()
  await sql(hall.database, `alter table "Event" drop constraint "Event_taken_within_capacity"`)
  await without(hall.database, "register_attendee", "takes turns")
  await untilSeen(async () => {
    await hall.empty()
    const { registered } = await hall.everybodyPresses()
    console.log(`without the guard: ${registered} registered for ${places} places`)
    return registered > places
  }, 5)
})
