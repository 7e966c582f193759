import { expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { actAtRandom, differences, writeDownChanges } from "../support/line-acts"
import { inItsOwnDatabase } from "../support/people"
import { full } from "../support/size"
import { untilSeen } from "../support/until"
import { without } from "../support/without"

inItsOwnDatabase()

test("two thousand random acts of eight clients at once leave places and waiting list as the model has them after each", async () => {
  await writeDownChanges()
  for (let seed = 1; seed <= full(1, 5); seed += 1) {
    const run = await actAtRandom(2000, seed)
    const counts = ["registered", "waiting", "offered", "cancelled", "is due", "places"].map((kind) => ({
      kind,
      count: run.log.filter(({ change }) => change.endsWith(` ${kind}`)).length,
    }))
    console.log(`seed ${seed}: 2000 acts changed ${counts.map(({ kind, count }) => `${kind} ${count}`).join(", ")}`)
    expect(differences(run)).toEqual([])
    for (const { kind, count } of counts) expect([kind, count >= 5]).toEqual([kind, true])
  }
})

const url = () => settings().DATABASE_URL ?? ""

test("when whoever waits is served in any order, the comparison finds differences", async () => {
  const putBack = await without(url(), "promote_waiting", "first come, first served")
  await untilSeen(async () => differences(await actAtRandom(400, 1)).length > 0)
  await putBack()
})

test("when nobody takes turns, the comparison finds differences", async () => {
  await query(`alter table "Event" drop constraint "Event_taken_within_capacity"`)
  await without(url(), "register_attendee", "takes turns")
  await without(url(), "cancel_registration", "takes turns")
  await without(url(), "accept_offer", "takes turns")
  await without(url(), "lapse_offers", "takes turns")
  await without(url(), "restore_registration", "takes turns")
  await untilSeen(async () => differences(await actAtRandom(400, 1)).length > 0)
})
