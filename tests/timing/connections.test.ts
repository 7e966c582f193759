import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { requestSignIn } from "@/lib/auth/sign-in-link"
import { query } from "@/lib/db/client"
import { type Mailer, startMailer } from "@/lib/deliveries/mailer"
import { provide, settings } from "@/lib/env"
import { type FarEnd, makeGate, startFarEnd } from "../support/far-end"
import { makeOrganiser } from "../support/organiser"
import { inItsOwnDatabase, startAfresh } from "../support/people"
import { releaseTo } from "../support/release"
import { soon } from "../support/soon"
import { pause } from "../support/until"

// The connections to the mail server: one is kept for whoever signs in or registers, as long as letters are slow; and there are never more than were allowed.

inItsOwnDatabase()

const most = 4
let farEnd: FarEnd
let mailer: Mailer | null = null
const release = (people: number) => releaseTo(settings().DATABASE_URL ?? "", people)

beforeAll(async () => {
  farEnd = await startFarEnd()
  provide({ SMTP_URL: farEnd.url, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: String(most) })
})
afterEach(async () => {
  await mailer?.stop()
  farEnd.forget()
  await startAfresh()
})
afterAll(() => farEnd.close())

/** Letters that are being answered at this moment, and the most there ever were. */
function countBusy(delay: number) {
  const busy = { now: 0, most: 0 }
  farEnd.behaviour.answer = async (step) => {
    if (step !== "dot") return undefined
    busy.now += 1
    busy.most = Math.max(busy.most, busy.now)
    await pause(delay)
    busy.now -= 1
    return undefined
  }
  return busy
}

describe("the last free connection", () => {
  test("is kept for whoever signs in while letters take three seconds each", async () => {
    const organiser = await makeOrganiser()
    const busy = countBusy(3000)
    await release(100)
    mailer = startMailer()
    await soon(() => busy.now).toBe(most - 1)
    await pause(500)
    expect(busy.most).toBe(most - 1)
    const asked = performance.now()
    await requestSignIn(organiser.email)
    await soon(() => farEnd.taken.filter(({ to }) => to === organiser.email).length).toBe(1)
    const arrived = performance.now() - asked
    console.log(`with 3 s a letter and 100 waiting, a sign-in letter arrived after ${Math.round(arrived)} ms`)
    expect(arrived).toBeLessThan(1500)
    // And again, when it is known how slow they are.
    await soon(() => farEnd.accepted().length).toBeGreaterThanOrEqual(most)
    const later = performance.now()
    await requestSignIn((await makeOrganiser()).email)
    await soon(() => farEnd.taken.filter(({ to }) => to.startsWith("organiser")).length).toBe(2)
    expect(performance.now() - later).toBeLessThan(3000)
    // Nobody waits for the rest.
    await query(`update "Delivery" set state = 'withheld', reason = 'the story is over' where state = 'queued'`)
  })

  test("is used for all while letters are quick", async () => {
    const busy = countBusy(40)
    await release(60)
    mailer = startMailer()
    await soon(() => farEnd.accepted().length).toBe(60)
    console.log(`with 40 ms a letter, ${busy.most} of ${most} connections were in use at once`)
    expect(busy.most).toBe(most)
  })
})

test("a connection is closed after a hundred letters before another opens: there are never more than allowed", async () => {
  await release(450)
  farEnd.behaviour.answer = async (step) => void (step === "dot" && (await pause(5)))
  mailer = startMailer()
  await soon(() => farEnd.accepted().length).toBe(450)
  console.log(`450 letters over ${farEnd.counts.connections} connections, at most ${farEnd.counts.mostOpen} of ${most} at once`)
  expect(farEnd.counts.connections).toBeGreaterThanOrEqual(5)
  expect(farEnd.counts.mostOpen).toBeLessThanOrEqual(most)
})

/** The advisory locks of the mailers of this file. */
const ofOurs = `locktype = 'advisory' and objsubid = 2 and database = (select oid from pg_database where datname = current_database())`

test("the mailer goes on when the session that holds its share of the connections is lost", async () => {
  await release(150)
  const gate = makeGate()
  farEnd.behaviour.answer = async (step) => void (step === "dot" && farEnd.taken.length > 50 && (await gate.passed))
  mailer = startMailer()
  await soon(() => farEnd.taken.length).toBeGreaterThan(50)
  const ended = await query(`select pg_terminate_backend(pid) from pg_locks where ${ofOurs} and objid = 0`)
  expect(ended).toHaveLength(1)
  await pause(300)
  gate.open()
  await soon(() => farEnd.accepted().length).toBe(150)
  await soon(async () => (await query(`select from pg_locks where ${ofOurs} and objid between 1 and ${most} and granted`)).length).toBe(most)
  expect(farEnd.counts.mostOpen).toBeLessThanOrEqual(most)
  expect(new Set(farEnd.taken.map(({ messageId }) => messageId)).size).toBe(farEnd.taken.length)
})
