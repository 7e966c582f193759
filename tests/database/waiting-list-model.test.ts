import { expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { actAtRandom, differences, writeDownChanges } from "../support/line-acts"
import { inItsOwnDatabase } from "../support/people"
import { rewrite } from "../support/rewrite"
import { full } from "../support/size"
import { untilSeen } from "../support/until"

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

test("without the locks, and with a line that is served from its end, the comparison finds differences", async () => {
  const restore = await rewrite("promote_waiting", (source) => source.replace(`order by "registeredAt", id`, `order by "registeredAt" desc, id`))
  const fromTheEnd = differences(await actAtRandom(400, 1))
  expect(fromTheEnd.length).toBeGreaterThan(0)
  await restore()

  await query(`alter table "Event" drop constraint "Event_taken_within_capacity"`)
  for (const name of ["register_attendee", "cancel_registration", "accept_offer", "lapse_offers", "restore_registration"])
    await rewrite(name, (source) => source.replace(/ for no key update( of ev)?/g, ""))
  await untilSeen(async () => differences(await actAtRandom(2000, 1)).length > 0, 5)
})
