import { describe, expect, test } from "vitest"
import { query, transaction } from "@/lib/db/client"
import { claim } from "@/lib/deliveries/claims"
import { waitForTurn } from "@/lib/deliveries/pace"
import { deleteWhatIsOver } from "@/lib/retention/delete"
import { busiestSecond } from "../support/far-end"
import { day, find, inItsOwnDatabase, makeEvent, numbers, registerPeople, timePasses } from "../support/people"
import { pause } from "../support/until"

inItsOwnDatabase()

describe("the pace of the post", () => {
  /** When three workers let letters leave, as many as they may, in a second and a half. */
  async function leave(rate: number | null): Promise<number[]> {
    const times: number[] = []
    const end = performance.now() + 1500
    const worker = async () => {
      while (performance.now() < end) {
        await waitForTurn(rate)
        times.push(performance.now())
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    await Promise.all([worker(), worker(), worker()])
    return times
  }

  test("three workers together keep to ten letters a second, and without a limit they do not", async () => {
    const limited = await leave(10)
    expect(limited.length).toBeGreaterThanOrEqual(14)
    expect(busiestSecond(limited)).toBeLessThanOrEqual(11)
    expect(busiestSecond(await leave(null))).toBeGreaterThan(100)
  })

  test("no more is claimed than may leave soon: what becomes urgent meanwhile is not behind it", async () => {
    await registerPeople(await makeEvent(), 10)
    expect(await claim("one", 5, { rate: 10 })).toHaveLength(2)
    await query(`update "MailServer" set "freeAt" = foyer_now() + interval '1 second'`)
    expect(await claim("two", 5, { rate: 10 })).toEqual([])
    expect(await claim("two", 5)).toHaveLength(5)
  })
})

test("a database connection that is lost inside a transaction fails that transaction, and nothing else", async () => {
  const lost = transaction(async (run) => {
    const [own] = await run<{ pid: number }>("select pg_backend_pid() as pid")
    await query("select pg_terminate_backend($1)", [own?.pid])
    await pause(200)
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
