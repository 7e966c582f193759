import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { leaseSeconds, openHouse } from "../support/house"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { endWorkers } from "../support/workers"

// A worker that stands still for longer than its lease, and then goes on as if nothing had happened: its letters are in other hands by then.

afterAll(endWorkers)

const stallSeconds = full(10, 20)

let houses: Record<"sending" | "data", Awaited<ReturnType<typeof openHouse>>>
// All workers run before the first letter is owed: a machine that is busy starting others must not be what makes one stand still.
beforeAll(async () => {
  const [sending, data] = await Promise.all([openHouse("RCPT", "the other comes later"), openHouse("body")])
  houses = { sending, data }
})
afterAll(() => Promise.all(Object.values(houses).map(({ close }) => close())))

/** The worker stalls with its letter in this state. The other sends the letter once, and the first neither writes nor sends anything of it when it goes on. */
async function expectFenced(state: "sending" | "data", possiblyTwice: number): Promise<void> {
  const story = await houses[state].begin()
  expect(story.state).toBe(state)
  await story.stall(stallSeconds)
  const found = { trespasses: await story.trespasses(), completed: story.completed(), arrived: story.farEnd.taken.length }
  console.log(`stalled for ${stallSeconds} s in ${state}: ${JSON.stringify(found)}`)
  expect(found).toEqual({ trespasses: 0, completed: 0, arrived: 1 })
  expect(await sql(story.databaseUrl, `select state, "possiblyTwice" from "Delivery"`)).toEqual([{ state: "sent", possiblyTwice }])
}

describe.concurrent(`a worker that stands still for ${stallSeconds} s with a lease of ${leaseSeconds} s`, () => {
  test("while its letter has not left, alone with all connections: another that starts then sends it, and it writes nothing and sends nothing of it when it goes on", () =>
    expectFenced("sending", 0))

  test("in the middle of a body: another sends it, counted as possibly twice, and it completes nothing when it goes on", () => expectFenced("data", 1))
})
