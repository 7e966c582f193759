import { afterAll, describe, expect, test } from "vitest"
import { cloneDatabase } from "../support/database"
import { busiestSecond, type Step, startFarEnd } from "../support/far-end"
import { numbers } from "../support/people"
import { countStates, releaseTo } from "../support/release"
import { sql } from "../support/sql"
import { pause, until } from "../support/until"
import { endWorkers, startWorker, type Worker } from "../support/workers"

// `npm run worker`, as many as wanted, on one database: they share the work, the pace and the connections.

afterAll(endWorkers)

/** A database of its own, a far end, and workers on both. */
async function openHouse() {
  const databaseUrl = await cloneDatabase()
  const farEnd = await startFarEnd()
  return {
    databaseUrl,
    farEnd,
    /** At this step the far end takes so many milliseconds. */
    takes(ms: number, at: Step = "dot") {
      farEnd.behaviour.answer = async (step) => void (step === at && (await pause(ms)))
    },
    start: (count: number, env: Record<string, string>): Promise<Worker[]> =>
      Promise.all(numbers(count).map((number) => startWorker({ databaseUrl, smtpUrl: farEnd.url, name: `worker-${number}`, env }))),
    states: () => countStates(databaseUrl),
  }
}

/** Each claim is written down under its worker's name. */
const countClaims = (databaseUrl: string) =>
  sql(
    databaseUrl,
    `create table "Claimed" (worker text);
     create function note_claim() returns trigger language plpgsql as $$ begin
       insert into "Claimed" values (current_setting('application_name')); return new; end $$;
     create trigger note_claim after update on "Delivery" for each row when (old.state = 'queued' and new.state = 'sending') execute function note_claim()`,
  )

describe.concurrent("workers", () => {
  test("three share the work and four connections, and without a limit many more than eleven letters a second go", async () => {
    const { databaseUrl, farEnd, takes, start, states } = await openHouse()
    await countClaims(databaseUrl)
    takes(10)
    await start(3, { MAIL_CONNECTIONS: "4" })
    // Released only now, so that nobody has a start.
    await releaseTo(databaseUrl, 600)
    await until(async () => (await states()).sent === 600, 60_000)
    const shares = await sql<{ count: number }>(databaseUrl, `select count(*)::int as count from "Claimed" group by worker order by worker`)
    const busiest = busiestSecond(farEnd.taken.map(({ mailAt }) => mailAt))
    console.log(
      `unlimited: at most ${farEnd.counts.mostOpen} connections of 4, ${busiest} letters in the busiest second, shares ${shares.map(({ count }) => count)}`,
    )
    expect(farEnd.counts.mostOpen).toBeLessThanOrEqual(4)
    expect(shares).toHaveLength(3)
    for (const { count } of shares) expect(count).toBeGreaterThan(60)
    expect(busiest).toBeGreaterThan(30)
    await farEnd.close()
  })

  test("three at ten letters a second together have no second above eleven, however long a connection takes to open", async () => {
    const { databaseUrl, farEnd, takes, start } = await openHouse()
    await releaseTo(databaseUrl, 80)
    takes(700, "EHLO")
    await start(3, { MAIL_CONNECTIONS: "4", MAIL_RATE: "10" })
    await until(() => farEnd.taken.length === 80)
    const busiest = busiestSecond(farEnd.taken.map(({ mailAt }) => mailAt))
    const took = ((farEnd.taken.at(-1)?.takenAt ?? 0) - (farEnd.taken[0]?.takenAt ?? 0)) / 1000
    console.log(`limit 10/s: 80 letters in ${took.toFixed(1)} s, at most ${busiest} in any second, at most ${farEnd.counts.mostOpen} connections of 4`)
    expect(busiest).toBeLessThanOrEqual(11)
    expect(took).toBeLessThan(14)
    expect(farEnd.counts.mostOpen).toBeLessThanOrEqual(4)
    await farEnd.close()
  })

  test("one that is asked to stop finishes what is in flight, ends with 0, and leaves the rest to the others", async () => {
    const { databaseUrl, farEnd, takes, start, states } = await openHouse()
    await releaseTo(databaseUrl, 20)
    takes(1000)
    const [first] = await start(1, { MAIL_CONNECTIONS: "2" })
    await until(() => farEnd.taken.length > 0)
    expect(await first?.stop()).toBe(0)
    expect(farEnd.counts.open).toBe(0)
    expect(farEnd.taken.filter(({ acceptedAt }) => acceptedAt === null)).toEqual([])
    const sent = farEnd.taken.length
    expect(await states()).toEqual({ sent, queued: 20 - sent })
    expect(await sql(databaseUrl, `select from "WorkerHeartbeat"`)).toEqual([])
    takes(0)
    await start(1, {})
    await until(async () => (await states()).sent === 20)
    expect(new Set(farEnd.taken.map(({ to }) => to)).size).toBe(20)
    expect(farEnd.taken).toHaveLength(20)
    await farEnd.close()
  })

  test("one that is killed frees its connections for the others at once, long before its leases end", async () => {
    const { databaseUrl, farEnd, takes, start } = await openHouse()
    await releaseTo(databaseUrl, 3000)
    takes(100)
    const [first, second] = await start(2, { MAIL_CONNECTIONS: "4" })
    await until(() => farEnd.counts.open === 4)
    await until(async () => (await sql(databaseUrl, `select from "Delivery" where state <> 'queued' and worker like $1`, [`${first?.claims}%`])).length > 0)
    await first?.kill()
    const killedAt = performance.now()
    await until(() => farEnd.counts.open < 4)
    await until(() => farEnd.counts.open === 4)
    const seconds = (performance.now() - killedAt) / 1000
    console.log(`a killed worker's connections were in use again after ${seconds.toFixed(1)} s; at most ${farEnd.counts.mostOpen} of 4 at once`)
    expect(seconds).toBeLessThan(5)
    expect(farEnd.counts.mostOpen).toBe(4)
    await second?.kill()
    await farEnd.close()
  })
})
