import { Client } from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { cloneDatabase, setLease } from "../support/database"
import { makeGate, startFarEnd } from "../support/far-end"
import { countStates, releaseTo } from "../support/release"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { pause, until } from "../support/until"
import { endWorkers, startWorker, type Worker } from "../support/workers"

// kill -9 of mailers at random moments, with letters in their hands. Nothing is lost, few go twice, and each of those is known.

afterAll(endWorkers)

const connections = 5

type Kill = { at: number; sending: string[]; data: string[] }

/** A send to so many people, with a far end that takes `delay` milliseconds for a letter, and holds letters in a state while a kill is aimed. */
async function openSend(people: number, delay: number) {
  const databaseUrl = await cloneDatabase()
  const farEnd = await startFarEnd()
  let aim: "sending" | "data" | null = null
  let aimed = makeGate()
  farEnd.behaviour.answer = async (step) => {
    if ((step === "dot" && aim === "data") || (step === "MAIL" && aim === "sending")) await aimed.passed
    else if (step === "dot") await pause(delay)
    return undefined
  }
  const looking = new Client({ connectionString: databaseUrl })
  await looking.connect()
  const inHand = async () =>
    (await looking.query<{ id: string; worker: string; state: string }>(`select id, worker, state from "Delivery" where state in ('sending', 'data')`)).rows

  const kills: Kill[] = []
  let named = 0
  return {
    databaseUrl,
    farEnd,
    kills,
    release: () => releaseTo(databaseUrl, people),
    start(): Promise<Worker> {
      named += 1
      return startWorker({ databaseUrl, smtpUrl: farEnd.url, name: `worker-${named}`, env: { MAIL_CONNECTIONS: String(connections) } })
    },
    /** Waits until one of these workers has a letter in this state, and so many milliseconds more, and kills it then. Returns which it was. */
    async killOne(workers: Worker[], state: "sending" | "data", linger = Math.random() * 200): Promise<Worker> {
      aimed = makeGate()
      aim = state
      const has = async ({ claims }: Worker) => (await inHand()).some((row) => row.state === state && row.worker.startsWith(claims))
      for (let number = 0, end = Date.now() + 30_000; Date.now() < end; number += 1) {
        const victim = workers[number % workers.length]
        if (!victim || !(await has(victim))) continue
        await pause(linger)
        if (!(await has(victim))) continue
        const at = performance.now()
        await victim.kill()
        // Nobody touches these rows until their leases end.
        const orphans = (await inHand()).filter(({ worker }) => worker.startsWith(victim.claims))
        aim = null
        aimed.open()
        const ids = (wanted: string) => orphans.filter((row) => row.state === wanted).map(({ id }) => id)
        kills.push({ at, sending: ids("sending"), data: ids("data") })
        return victim
      }
      throw new Error(`no worker had a letter in ${state}`)
    },
    /** What the far end took against what the ledger says. */
    async audit() {
      const rows = await sql<{ id: string; state: string; possiblyTwice: number }>(databaseUrl, `select id, state, "possiblyTwice" from "Delivery"`)
      const times = new Map<string, number>()
      for (const { messageId } of farEnd.taken) times.set(messageId, (times.get(messageId) ?? 0) + 1)
      const arrived = ({ id }: { id: string }) => times.get(`<${id}@localhost>`) ?? 0
      return {
        rows: rows.length,
        lost: rows.filter((row) => row.state !== "sent" || arrived(row) === 0).length,
        foreign: [...times.keys()].filter((messageId) => !rows.some(({ id }) => messageId === `<${id}@localhost>`)).length,
        copies: rows.reduce((sum, row) => sum + Math.max(0, arrived(row) - 1), 0),
        uncounted: rows.filter((row) => arrived(row) - 1 > row.possiblyTwice).length,
        possiblyTwice: rows.reduce((sum, row) => sum + row.possiblyTwice, 0),
      }
    },
    /** For each kill, the seconds until the first of its letters was taken anew. */
    recoveries: () =>
      kills.map(({ at, sending, data }) => {
        const orphans = new Set([...sending, ...data].map((id) => `<${id}@localhost>`))
        const again = farEnd.taken.filter(({ messageId, mailAt, acceptedAt }) => mailAt > at && acceptedAt !== null && orphans.has(messageId))
        return (Math.min(...again.map(({ acceptedAt }) => acceptedAt ?? 0)) - at) / 1000
      }),
    async close(): Promise<void> {
      await looking.end()
      await farEnd.close()
    },
  }
}

const times = full(4, 20)
/** The true lease of 30 s when it counts. */
const leaseSeconds = full(10, 30)
const people = full(600, 10_000)

describe.concurrent("kill -9", () => {
  test(`${times} times in a send of ${people} letters loses none, and every copy is counted`, { timeout: 600_000 }, async () => {
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
    expect(Math.max(...recoveries)).toBeLessThanOrEqual(30 + leaseSeconds)
    expect(farEnd.counts.mostOpen).toBeLessThanOrEqual(connections)
    await send.close()
  })

  test("of a mailer that forgets its orphans and does not count copies would be noticed", { timeout: 120_000 }, async () => {
    const send = await openSend(150, 60)
    await setLease(send.databaseUrl, "5 seconds")
    await sql(
      send.databaseUrl,
      `create function forget() returns trigger language plpgsql as $$ begin
         if new.state = 'queued' and old.state = 'sending' then return null; end if;
         new."possiblyTwice" := old."possiblyTwice";
         return new;
       end $$;
       create trigger forget before update on "Delivery" for each row when (old.state in ('sending', 'data')) execute function forget()`,
    )
    const workers = await Promise.all([send.start(), send.start()])
    await send.release()
    const first = await send.killOne(workers, "data", 150)
    await send.killOne(
      workers.filter((worker) => worker !== first),
      "sending",
      0,
    )
    await send.start()
    await until(
      async () =>
        Object.keys(await countStates(send.databaseUrl))
          .sort()
          .join() === "sending,sent",
      60_000,
    )
    const found = await send.audit()
    expect(found.lost).toBeGreaterThan(0)
    expect(found.uncounted).toBeGreaterThan(0)
    await send.close()
  })
})
