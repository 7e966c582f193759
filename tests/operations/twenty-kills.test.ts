import { afterAll, expect, test } from "vitest"
import { setLease } from "../support/database"
import { connections, openSend } from "../support/kills"
import { countStates } from "../support/release"
import { full } from "../support/size"
import { pause, until } from "../support/until"
import { endWorkers, type Worker } from "../support/workers"

// kill -9 of mailers at random moments, with letters in their hands. Nothing is lost, few go twice, and each of those is known.

afterAll(endWorkers)

const times = full(4, 20)
/** The true lease of 30 s when it counts. */
const leaseSeconds = full(10, 30)
const people = full(600, 10_000)

test(`kill -9 ${times} times in a send of ${people} letters loses none, and every copy is counted`, { timeout: 600_000 }, async () => {
  const send = await openSend(people, full(60, 30))
  const { farEnd, kills } = send
  await setLease(send.databaseUrl, `${leaseSeconds} seconds`)
  let workers: Worker[] = await Promise.all([send.start(), send.start(), send.start()])
  await send.release()
  const began = performance.now()
  for (let number = 1; number <= times; number += 1) {
    await pause(Math.random() * 500)
    const victim = await send.killOne(
      workers.sort(() => Math.random() - 0.5),
      number % 2 === 0 ? "sending" : "data",
    )
    workers = [...workers.filter((worker) => worker !== victim), await send.start()]
  }
  await until(async () => (await countStates(send.databaseUrl)).sent === people, 120_000)
  const found = await send.audit()
  const recoveries = send.recoveries()
  const sum = (state: "sending" | "data") => kills.reduce((total, kill) => total + kill[state].length, 0)
  const inData = kills.filter(({ data }) => data.length > 0).length
  console.log(
    `${people} letters, ${times} kills (${inData} in data), lease ${leaseSeconds} s, ${((performance.now() - began) / 1000).toFixed(0)} s: the kills found ${sum("sending")} letters in sending and ${sum("data")} in data; ` +
      `lost ${found.lost}, copies ${found.copies}, possibly twice ${found.possiblyTwice}; recovered after ${Math.min(...recoveries).toFixed(1)} to ${Math.max(...recoveries).toFixed(1)} s; ` +
      `at most ${farEnd.counts.mostOpen} connections of ${connections}`,
  )
  for (const { sending, data } of kills) expect(sending.length + data.length).toBeGreaterThan(0)
  expect(inData).toBeGreaterThanOrEqual(full(2, 5))
  expect(found).toMatchObject({ rows: people, lost: 0, foreign: 0, uncounted: 0 })
  expect(found.copies).toBeLessThanOrEqual(connections * times)
  expect(found.possiblyTwice).toBe(sum("data"))
  // Twenty starts of a worker are less than half a minute, where nothing else is to be done.
  expect(Math.max(...recoveries)).toBeLessThanOrEqual(leaseSeconds + 20 * send.slowestStart())
  expect(farEnd.counts.mostOpen).toBeLessThanOrEqual(connections)
  await send.close()
})
