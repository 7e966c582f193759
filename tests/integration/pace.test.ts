import { describe, expect, test } from "vitest"
import { query, transaction } from "@/lib/db/client"
import { claim } from "@/lib/deliveries/claims"
import { deleteWhatIsOver } from "@/lib/registrations/retention"
import { day, find, inItsOwnDatabase, makeEvent, numbers, registerPeople, timePasses } from "./people"

inItsOwnDatabase()

describe("the pace of the post", () => {
  /** How many rows three workers claim between them in a second of trying, at ten a second. */
  async function claimedInASecond(rate: number | null): Promise<number> {
    let claimed = 0
    const end = performance.now() + 1000
    const worker = async (name: string) => {
      while (performance.now() < end) {
        const { length } = await claim(name, 5, { rate })
        claimed += length
      }
    }
    await Promise.all(["one", "two", "three"].map(worker))
    return claimed
  }

  test("three workers together keep to ten letters a second, and without a limit they do not", async () => {
    await registerPeople(await makeEvent({ capacity: 500 }), 120)
    const limited = await claimedInASecond(10)
    expect(limited).toBeGreaterThanOrEqual(8)
    expect(limited).toBeLessThanOrEqual(11)
    expect(await claimedInASecond(null)).toBe(120 - limited)
  })
})

test("a database connection that is lost inside a transaction fails that transaction, and nothing else", async () => {
  const lost = transaction(async (run) => {
    const [own] = await run<{ pid: number }>("select pg_backend_pid() as pid")
    await query("select pg_terminate_backend($1)", [own?.pid])
    await new Promise((resolve) => setTimeout(resolve, 200))
    await run("select 1")
  })
  await expect(lost).rejects.toThrow()
  expect(await transaction((run) => run("select 1 as one"))).toEqual([{ one: 1 }])
})

test("on the promised day names, addresses and letters of an event are gone, and not a day earlier", async () => {
  const event = await makeEvent({ startsIn: day, retentionDays: 30 })
  const later = await makeEvent({ startsIn: 20 * day, retentionDays: 30 })
  await registerPeople(event, 3)
  await registerPeople(later, 2)
  const left = async () =>
    (await query<{ registrations: number }>(`select count(*) as registrations from "Registration" where "eventId" = $1`, [event.id]))[0]?.registrations
  await timePasses(30 * day)
  await deleteWhatIsOver()
  expect(await left()).toBe(3)
  await timePasses(2 * day)
  await deleteWhatIsOver()
  expect(await left()).toBe(0)
  expect(await query(`select from "Delivery" where "eventId" = $1`, [event.id])).toHaveLength(0)
  for (const number of numbers(2)) expect((await find(later, `person${number}@example.org`)).name).toBe("Ada Example")
})
