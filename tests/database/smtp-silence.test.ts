import { Client } from "pg"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { type Mailer, startMailer } from "@/lib/deliveries/mailer"
import { provide, settings } from "@/lib/env"
import { holdConnections } from "@/lib/mail/transport"
import { cloneDatabase, setLease } from "../support/database"
import { type Answer, type FarEnd, makeGate, type Step, startFarEnd } from "../support/far-end"
import { inItsOwnDatabase, letters, makeEvent, numbers, person, press, startAfresh, timePasses } from "../support/people"
import { releaseTo } from "../support/release"
import { full } from "../support/size"
import { soon } from "../support/soon"
import { sql } from "../support/sql"
import { pause } from "../support/until"
import { endWorkers, startWorker, type Worker } from "../support/workers"

// A mail server that says nothing, or says it very slowly, and a database that hangs: nobody is mailed twice, and nobody is forgotten.

inItsOwnDatabase()

let farEnd: FarEnd
let mailer: Mailer | null = null
const go = () => {
  mailer = startMailer()
}
const row = async (event: { id: string }, email = person(1)) => (await letters(event, email))[0]

/** Two servers that take long to be given up: one says hello for ever, a byte a second, and one says nothing. Somebody knocks while the other stories are told. */
let endlessHello: { far: FarEnd; refusal: Promise<{ error: Error; isEarly: boolean; isLate: boolean }> }
let silence: { far: FarEnd; databaseUrl: string; worker: Promise<Worker> }

async function knockAtEndlessHello() {
  const far = await startFarEnd()
  far.behaviour.answer = async (step, { socket }) => {
    for (; step === "EHLO" && !socket.destroyed; await pause(1000)) socket.write("2")
    return undefined
  }
  provide({ SMTP_URL: far.url })
  // Clocks of this process, which a busy machine slows down alike.
  let [isEarly, isLate] = [true, false]
  pause(29_000).then(() => (isEarly = false))
  pause(35_000).then(() => (isLate = true))
  const told = (error: Error) => ({ error, isEarly, isLate })
  return {
    far,
    refusal: holdConnections()
      .take()
      .then(() => told(new Error("it was let in")), told),
  }
}

async function knockAtSilence() {
  const far = await startFarEnd()
  far.behaviour.answer = (step) => (step === "greeting" ? new Promise(() => undefined) : undefined)
  const databaseUrl = await cloneDatabase()
  await releaseTo(databaseUrl, 3)
  const worker = startWorker({ databaseUrl, smtpUrl: far.url, name: "patient" })
  // When only other stories are told, it is ended before it runs.
  worker.catch(() => undefined)
  return { far, databaseUrl, worker }
}

beforeAll(async () => {
  endlessHello = await knockAtEndlessHello()
  silence = await knockAtSilence()
  farEnd = await startFarEnd()
  provide({ SMTP_URL: farEnd.url, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: "3" })
})
afterEach(async () => {
  await mailer?.stop()
  mailer = null
  farEnd.forget()
  await startAfresh()
})
afterAll(async () => {
  await endWorkers()
  await farEnd.close()
})

test("a server that answers as slowly as a byte a second is waited for, without a copy", { timeout: 180_000 }, async () => {
  farEnd.behaviour.pace = full(50, 1000)
  const short: Partial<Record<Step, string>> = { greeting: "220 x", EHLO: "250 x", MAIL: "250 x", RCPT: "250 x", DATA: "354 x", dot: "250 x" }
  farEnd.behaviour.answer = (step) => short[step]
  const event = await makeEvent()
  await press(event, person(1))
  go()
  const began = performance.now()
  await soon(() => row(event), 120_000).toMatchObject({ state: "sent", smtpReply: "250 x", tries: 0, possiblyTwice: 0 })
  console.log(`a byte each ${farEnd.behaviour.pace} ms: sent after ${((performance.now() - began) / 1000).toFixed(1)} s`)
  expect(farEnd.taken).toHaveLength(1)
})

test("a worker whose database hangs cuts its letter off before the lease ends, and works on when the database is back", async () => {
  const url = settings().DATABASE_URL ?? ""
  await setLease(url, "8 seconds")
  await timePasses(1)
  const gate = makeGate<Answer>()
  const event = await makeEvent()
  await press(event, person(1))
  farEnd.behaviour.answer = (step) => (step === "dot" && farEnd.counts.connections === 1 ? gate.passed : undefined)
  go()
  await soon(() => farEnd.taken.length).toBe(1)
  const locking = new Client({ connectionString: url })
  await locking.connect()
  await locking.query(`begin; lock table "Delivery"`)
  await soon(() => farEnd.counts.open, 30_000).toBe(0)
  // Its transaction has a clock that stands still.
  const left = `"leaseUntil" - foyer_now() - (clock_timestamp() - now())`
  const { rows: held } = await locking.query<{ left: number }>(`select extract(epoch from ${left})::float8 as left from "Delivery"`)
  console.log(`the letter was cut off ${held[0]?.left.toFixed(1)} s before its lease of 8 s ended`)
  expect(held[0]?.left).toBeGreaterThan(0)
  await pause(1500)
  await locking.query("rollback")
  await locking.end()
  await soon(() => row(event)).toMatchObject({ state: "sent", possiblyTwice: 1 })
  await press(event, person(2))
  await soon(async () => (await row(event, person(2)))?.state).toBe("sent")
  await setLease(url, "30 seconds")
  await timePasses(1)
})

test("no greeting, for 15 seconds, is nobody's fault: the letters use no try, and only one connection was tried", async () => {
  const worker = await silence.worker
  await soon(() => sql(silence.databaseUrl, `select trouble, words from "MailServer"`)).toEqual([{ trouble: "away", words: "Greeting never received" }])
  // Now and then one letter is tried, and takes its 15 seconds.
  await soon(() => sql(silence.databaseUrl, `select state, tries, worker from "Delivery"`)).toEqual(
    numbers(3).map(() => ({ state: "queued", tries: 0, worker: null })),
  )
  const [{ misses } = { misses: 0 }] = await sql<{ misses: number }>(silence.databaseUrl, `select misses from "MailServer"`)
  expect(silence.far.counts.connections).toBeLessThanOrEqual(misses + 1)
  await worker.kill()
  await silence.far.close()
})

test("a server that says hello a byte a second for ever is away after half a minute", async () => {
  const { error, isEarly, isLate } = await endlessHello.refusal
  expect(error.message).toContain("within 30 seconds")
  expect({ isEarly, isLate }).toEqual({ isEarly: false, isLate: false })
  await soon(() => endlessHello.far.counts.open).toBe(0)
  await endlessHello.far.close()
})
