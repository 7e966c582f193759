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

describe.concurrent(`a worker that stands still for ${stallSeconds} s with a lease of ${leaseSeconds} s`, () => {
  test("while its letter has not left, alone with all connections: another that starts then sends it, and it writes nothing and sends nothing of it when it goes on", async () => {
    const story = await houses.sending.begin()
    expect(story.state).toBe("sending")
    await story.stall(stallSeconds)
    const trespasses = await story.trespasses()
    console.log(
      `stalled for ${stallSeconds} s in sending: ${trespasses} writes and ${story.completed()} letters after the loss; arrived ${story.farEnd.taken.length} times`,
    )
    expect({ trespasses, completed: story.completed(), arrived: story.farEnd.taken.length }).toEqual({ trespasses: 0, completed: 0, arrived: 1 })
    expect(await sql(story.databaseUrl, `select state, "possiblyTwice" from "Delivery"`)).toEqual([{ state: "sent", possiblyTwice: 0 }])
  })

  test("in the middle of a body: another sends it, counted as possibly twice, and it completes nothing when it goes on", async () => {
    const story = await houses.data.begin()
    expect(story.state).toBe("data")
    await story.stall(stallSeconds)
    const trespasses = await story.trespasses()
    console.log(
      `stalled for ${stallSeconds} s in data: ${trespasses} writes and ${story.completed()} letters after the loss; arrived ${story.farEnd.taken.length} times`,
    )
    expect({ trespasses, completed: story.completed(), arrived: story.farEnd.taken.length }).toEqual({ trespasses: 0, completed: 0, arrived: 1 })
    expect(await sql(story.databaseUrl, `select state, "possiblyTwice" from "Delivery"`)).toEqual([{ state: "sent", possiblyTwice: 1 }])
  })
})
