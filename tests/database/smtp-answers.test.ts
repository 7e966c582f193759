import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { requestSignIn } from "@/lib/auth/sign-in-link"
import { query } from "@/lib/db/client"
import { materialiseDue } from "@/lib/deliveries/due"
import { type Mailer, startMailer } from "@/lib/deliveries/mailer"
import { tryServer } from "@/lib/deliveries/runs"
import { watchServer } from "@/lib/deliveries/server"
import { provide, settings } from "@/lib/env"
import { type Answer, type FarEnd, type Step, startFarEnd } from "../support/far-end"
import { makeOrganiser } from "../support/organiser"
import {
  find,
  inItsOwnDatabase,
  letters,
  makeEvent,
  minute,
  numbers,
  person,
  press,
  registerPeople,
  reread,
  startAfresh,
  stopClock,
  timePasses,
} from "../support/people"
import { releaseTo } from "../support/release"
import { soon } from "../support/soon"
import { pause } from "../support/until"

// Every row of the table "What an SMTP answer means", from the answer on the wire to the row of the ledger.

inItsOwnDatabase()

const leaseSeconds = 30
let farEnd: FarEnd
let mailer: Mailer | null = null
/** Each step that the far end was asked for, with the address when it is known. */
const asked: { step: Step; to: string }[] = []
/** What a letter to this address meets at this step, one after the other; then it is taken. "" is whoever comes, before there is an address. */
let fates = new Map<string, Answer[]>()
const meets = (step: Step, address: string, ...answers: Answer[]) => fates.set(`${step} ${address}`, answers)
const always = (answer: Answer): Answer[] => Array.from({ length: 1000 }, () => answer)

const go = () => {
  mailer = startMailer()
}
const rest = async () => {
  await mailer?.stop()
  mailer = null
}
const askedFor = (step: Step, to?: string) => asked.filter((one) => one.step === step && (to === undefined || one.to === to)).length
const server = async () => (await query(`select trouble, words, misses from "MailServer"`))[0]
const atEase = { trouble: null, words: null, misses: 0 }
/** One person is registered, and the mailer is there. */
async function onePerson() {
  const event = await makeEvent()
  await press(event, person(1))
  go()
  return event
}
const row = async (event: { id: string }, email = person(1)) => (await letters(event, email))[0]
/** Seconds until the next try. */
const wait = async (event: { id: string }, email: string) =>
  (
    await query<{ wait: number }>(
      `select extract(epoch from d."runAt" - foyer_now())::float8 as wait from "Delivery" d join "Registration" r on r.id = d."registrationId" where d."eventId" = $1 and r.email = $2`,
      [event.id, email],
    )
  )[0]?.wait

beforeAll(async () => {
  farEnd = await startFarEnd()
  provide({ SMTP_URL: farEnd.url, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: "3" })
})
beforeEach(() => {
  fates = new Map()
  asked.length = 0
  farEnd.behaviour.answer = (step, { to }) => {
    const known = step === "greeting" || step === "EHLO" || step === "AUTH" || step === "MAIL" ? "" : to
    asked.push({ step, to: known })
    return fates.get(`${step} ${known}`)?.shift()
  }
})
afterEach(async () => {
  await rest()
  farEnd.forget()
  await startAfresh()
  await query(`update "MailServer" set trouble = null, words = null, since = null, "restUntil" = null, misses = 0, "lastFailed" = null, "acceptedAt" = null`)
})
afterAll(() => farEnd.close())

describe("answers about one letter leave the others alone", () => {
  const refused = { tries: 1, possiblyTwice: 0, worker: null }
  const fatesOf: [number, Step, Answer, object, boolean][] = [
    [1, "RCPT", "450 4.2.0 greylisted", { ...refused, state: "queued", smtpCode: 450, smtpReply: "450 4.2.0 greylisted", reason: null }, false],
    [2, "RCPT", "451 4.3.0 later", { ...refused, state: "queued", smtpCode: 451, smtpReply: "451 4.3.0 later", reason: null }, false],
    [3, "RCPT", "452 4.2.2 mailbox full", { ...refused, state: "queued", smtpCode: 452, smtpReply: "452 4.2.2 mailbox full", reason: null }, false],
    [4, "RCPT", "550 5.1.1 no such user", { ...refused, state: "failed", smtpCode: 550, smtpReply: "550 5.1.1 no such user", reason: "address refused" }, true],
    [5, "RCPT", "552 5.2.2 over quota", { ...refused, state: "failed", smtpCode: 552, smtpReply: "552 5.2.2 over quota", reason: "address refused" }, true],
    [6, "RCPT", "554 5.7.1 refused", { ...refused, state: "failed", smtpCode: 554, smtpReply: "554 5.7.1 refused", reason: "address refused" }, true],
    [7, "dot", "451 4.7.1 later", { ...refused, state: "queued", smtpCode: 451, smtpReply: "451 4.7.1 later", reason: null }, false],
    [8, "dot", "452 4.3.1 no room", { ...refused, state: "queued", smtpCode: 452, smtpReply: "452 4.3.1 no room", reason: null }, false],
    [9, "dot", "550 5.7.1 spam", { ...refused, state: "failed", smtpCode: 550, smtpReply: "550 5.7.1 spam", reason: "content refused" }, false],
    [10, "dot", "552 5.3.4 too big", { ...refused, state: "failed", smtpCode: 552, smtpReply: "552 5.3.4 too big", reason: "content refused" }, false],
    [11, "dot", "554 5.6.0 bad content", { ...refused, state: "failed", smtpCode: 554, smtpReply: "554 5.6.0 bad content", reason: "content refused" }, false],
    [12, "DATA", "drop", { state: "queued", tries: 0, possiblyTwice: 0, worker: null, smtpCode: null, smtpReply: "Connection closed unexpectedly" }, false],
    [13, "dot", "drop", { state: "data", tries: 0, possiblyTwice: 0, smtpCode: null, smtpReply: "Connection closed unexpectedly" }, false],
    [
      14,
      "dot",
      "250 2.0.0 queued as 4711",
      { state: "sent", tries: 0, possiblyTwice: 0, worker: null, smtpCode: 250, smtpReply: "250 2.0.0 queued as 4711" },
      false,
    ],
  ]

  test("each becomes what the table says; what was refused for good is never tried again, and the rest arrives once", async () => {
    for (const [number, step, answer] of fatesOf) meets(step, person(number), answer)
    const event = await makeEvent()
    await registerPeople(event, fatesOf.length)
    go()
    for (const [number, , , expected] of fatesOf) await soon(() => row(event, person(number))).toMatchObject(expected)
    for (const [number, , , , bounced] of fatesOf) expect((await find(event, person(number))).bouncedAt !== null, person(number)).toBe(bounced)
    for (const number of [1, 2, 3, 7, 8]) {
      expect(await wait(event, person(number))).toBeGreaterThan(200)
      expect(await wait(event, person(number))).toBeLessThan(376)
    }
    expect(await server()).toEqual(atEase)

    await timePasses(leaseSeconds + 1)
    await soon(() => row(event, person(13))).toMatchObject({ state: "sent", possiblyTwice: 1, tries: 0 })
    expect(new Set(farEnd.taken.filter(({ to }) => to === person(13)).map(({ messageId }) => messageId)).size).toBe(1)
    await soon(() => row(event, person(12))).toMatchObject({ state: "sent", possiblyTwice: 0 })
    expect(askedFor("RCPT", person(1))).toBe(1)

    await timePasses(7 * minute)
    for (const number of [1, 2, 3, 7, 8]) await soon(() => row(event, person(number))).toMatchObject({ state: "sent", tries: 1 })
    await timePasses(24 * 60 * minute)
    await pause(1500)
    for (const number of [4, 5, 6, 9, 10, 11]) expect(askedFor("RCPT", person(number)), person(number)).toBe(1)
    expect(farEnd.accepted()).toHaveLength(fatesOf.length - 6)
  })

  test("a connection that drops in the middle of a body leaves its letter queued: nobody has it", async () => {
    const event = await releaseTo(settings().DATABASE_URL ?? "", 1, "A long way to the room. ".repeat(200_000))
    meets("body", person(1), "drop")
    go()
    await soon(() => row(event)).toMatchObject({
      state: "queued",
      tries: 0,
      possiblyTwice: 0,
      worker: null,
      smtpReply: expect.stringMatching(/closed|EPIPE|ECONNRESET/),
    })
    await timePasses(20)
    await soon(() => row(event)).toMatchObject({ state: "sent", tries: 0, possiblyTwice: 0 })
    expect(farEnd.taken).toHaveLength(1)
  })

  test("one over which the connection drops after the final dot again and again uses its tries, so that nobody gets a copy each half minute", async () => {
    meets("dot", person(1), ...always("drop"))
    const event = await onePerson()
    await soon(() => row(event)).toMatchObject({ state: "data", tries: 0 })
    await press(event, person(2))
    await soon(async () => (await row(event, person(2)))?.state).toBe("sent")
    await timePasses(leaseSeconds + 1)
    await soon(() => row(event)).toMatchObject({ state: "data", tries: 1, possiblyTwice: 1 })
    await timePasses(leaseSeconds + 1)
    await soon(() => row(event)).toMatchObject({ state: "queued", tries: 1, possiblyTwice: 2 })
    expect(await wait(event, person(1))).toBeGreaterThan(120)
    expect(askedFor("dot", person(1))).toBe(2)
  })
})

describe("nobody's fault: the letter uses no try, and all wait for one that tries whether the server is back:", () => {
  beforeAll(stopClock)
  const queued = { state: "queued", tries: 0, possiblyTwice: 0, worker: null, reason: null }
  test.each<[string, Step, string, Answer, string]>([
    ["421 for a greeting", "greeting", "", "421 4.3.2 not now", "421 4.3.2 not now"],
    ["421 at MAIL", "MAIL", "", "421 4.3.2 come back later", "421 4.3.2 come back later"],
    ["451 at MAIL", "MAIL", "", "451 4.3.0 later", "451 4.3.0 later"],
    ["421 at RCPT", "RCPT", person(1), "421 4.7.0 too many connections", "421 4.7.0 too many connections"],
    ["442 at RCPT", "RCPT", person(1), "442 4.4.2 connection dropped", "442 4.4.2 connection dropped"],
    ["421 after the final dot", "dot", person(1), "421 4.3.0 shutting down", "421 4.3.0 shutting down"],
    ["a connection that is closed instead of a greeting", "greeting", "", "drop", "Connection closed unexpectedly"],
  ])("%s", async (_, step, address, answer, words) => {
    meets(step, address, answer)
    const event = await onePerson()
    await soon(server).toMatchObject({ trouble: "away", words, misses: 1 })
    await soon(() => row(event)).toMatchObject(queued)
    expect((await find(event, person(1))).bouncedAt).toBeNull()
    await press(event, person(2))
    await pause(300)
    expect(askedFor("RCPT", person(2))).toBe(0)
    await timePasses(20)
    await soon(() => row(event)).toMatchObject({ state: "sent", tries: 0, possiblyTwice: 0 })
    await soon(server).toEqual(atEase)
  })

  test("a worker that reads the table while its own word is being written does not forget it", async () => {
    const hand = watchServer(() => 3)
    await hand.look()
    expect(hand.isTroubled()).toBe(false)
    const writing = new Client({ connectionString: settings().DATABASE_URL })
    await writing.connect()
    await writing.query(`begin; select from "MailServer" for update`)
    const heard = hand.heed({ stage: "away", code: null, reply: "421 4.3.2 not now" }, randomUUID(), false)
    await hand.look()
    await writing.query("rollback")
    await writing.end()
    await heard
    expect(hand.isTroubled()).toBe(true)
  })

  test("nobody listens", async () => {
    await farEnd.close()
    const event = await onePerson()
    await soon(server).toMatchObject({ trouble: "away", words: expect.stringContaining("ECONNREFUSED"), misses: 1 })
    expect(await row(event)).toMatchObject(queued)
    await farEnd.reopen()
    await timePasses(20)
    await soon(() => row(event)).toMatchObject({ state: "sent", tries: 0 })
  })
})

describe("the sender's fault, not the person's: the letters wait, and the server is asked once each quarter of an hour:", () => {
  beforeAll(stopClock)
  const withPassword = () => `smtp://user:password@127.0.0.1:${farEnd.port}`
  test.each<[string, Step, string]>([
    ["554 for a greeting", "greeting", "554 5.7.1 go away"],
    ["535 at AUTH", "AUTH", "535 5.7.8 wrong password"],
    ["550 at MAIL", "MAIL", "550 5.7.1 no such sender"],
    ["554 at the DATA command", "DATA", "554 5.5.1 not you"],
  ])("%s", async (_, step, words) => {
    if (step === "AUTH") provide({ SMTP_URL: withPassword() })
    const event = await makeEvent()
    await registerPeople(event, 5)
    for (const address of ["", ...numbers(5).map(person)]) meets(step, address, ...always(words))
    go()
    await soon(server).toMatchObject({ trouble: "refused", words, misses: 1 })
    await soon(async () => (await letters(event)).map(({ state }) => state)).toEqual(numbers(5).map(() => "queued"))
    const atFirst = askedFor(step)
    expect(atFirst).toBeLessThanOrEqual(settings().MAIL_CONNECTIONS)
    await timePasses(11 * minute)
    await pause(1300)
    expect(askedFor(step)).toBe(atFirst)
    await timePasses(8 * minute)
    await soon(server).toMatchObject({ trouble: "refused", misses: 2 })
    await pause(1300)
    expect(askedFor(step)).toBe(atFirst + 1)
    for (const { state, tries, reason } of await letters(event)) expect({ state, tries, reason }).toEqual({ state: "queued", tries: 0, reason: null })
    expect(await query(`select from "Registration" where "bouncedAt" is not null`)).toEqual([])

    // An organiser mends it, and says so.
    fates.clear()
    await timePasses(20)
    await tryServer(await makeOrganiser(), event.id)
    await soon(async () => (await letters(event)).map(({ state }) => state)).toEqual(numbers(5).map(() => "sent"))
    expect(await server()).toEqual(atEase)
    expect(farEnd.accepted()).toHaveLength(5)
    provide({ SMTP_URL: farEnd.url })
  })
})

test("a run whose content is refused twenty times in a row pauses itself, with the server's words, and what is urgent goes on", async () => {
  const event = await releaseTo(settings().DATABASE_URL ?? "", 60)
  const organiser = await makeOrganiser()
  for (const number of numbers(60)) meets("dot", person(number), "554 5.7.1 this is spam")
  // The three that are taken, after fifteen that are not, begin the count anew.
  for (const number of [16, 17, 18]) meets("dot", person(number), undefined)
  await materialiseDue(event.id)
  await query(
    `update "Delivery" d set "runAt" = foyer_now() - interval '1 minute' + substring(r.email from '[0-9]+')::int * interval '1 millisecond'
     from "Registration" r where r.id = d."registrationId"`,
  )
  go()
  await soon(() => reread(event)).toMatchObject({ mailPausedBecause: "554 5.7.1 this is spam" })
  expect((await reread(event)).mailPausedAt).not.toBeNull()
  await pause(500)
  const count = async (state: string) => (await letters(event)).filter((letter) => letter.state === state).length
  const failed = await count("failed")
  console.log(`the run paused after ${failed} refusals, ${farEnd.accepted().length} letters among them taken`)
  expect(failed).toBeGreaterThanOrEqual(15 + 20 - settings().MAIL_CONNECTIONS)
  expect(await count("queued")).toBeGreaterThan(0)
  const lastTaken = Math.max(0, ...farEnd.accepted().map((letter) => farEnd.taken.indexOf(letter) + 1))
  expect(farEnd.taken.length - lastTaken).toBeLessThanOrEqual(20 + settings().MAIL_CONNECTIONS)
  const before = farEnd.taken.length
  await requestSignIn(organiser.email)
  await soon(() => farEnd.to(organiser.email).length).toBe(1)
  expect(farEnd.taken).toHaveLength(before + 1)
  expect(await server()).toEqual(atEase)
})

test("a letter over which the server breaks off twice, while others go, uses a try; and the try after a break is made with another letter", async () => {
  const event = await makeEvent()
  await press(event, person(1))
  meets("RCPT", person(1), ...always("421 4.3.0 I fall over this one"))
  go()
  await soon(server).toMatchObject({ trouble: "away", misses: 1 })
  for (const number of [2, 3, 4]) await press(event, person(number))
  await timePasses(20)
  for (const number of [2, 3, 4]) await soon(async () => (await row(event, person(number)))?.state).toBe("sent")
  const order = asked.filter(({ step }) => step === "RCPT").map(({ to }) => to)
  expect(order[0]).toBe(person(1))
  expect(order[1]).not.toBe(person(1))
  await soon(() => row(event)).toMatchObject({ state: "queued", tries: 1, smtpCode: 421, possiblyTwice: 0 })
  expect(await wait(event, person(1))).toBeGreaterThan(200)
})

test("a try that comes upon a letter which is not to be sent tells nothing of the server, and the next letter is tried", async () => {
  const event = await makeEvent()
  await registerPeople(event, 3)
  meets("MAIL", "", ...always("421 4.3.2 come back later"))
  go()
  await soon(async () => (await letters(event)).filter(({ smtpCode, state }) => smtpCode === 421 && state === "queued").length).toBe(3)
  // Two of the three are withheld when their turn comes, before the third.
  await query(`update "Registration" set "bouncedAt" = foyer_now() where email <> $1`, [person(3)])
  await query(
    `update "Delivery" d set "runAt" = foyer_now() + (r.email = $1)::int * interval '1 second' from "Registration" r where r.id = d."registrationId"`,
    [person(3)],
  )
  await query(`update "MailServer" set "lastFailed" = null`)
  await timePasses(20)
  await soon(server).toMatchObject({ trouble: "away", misses: 2 })
  expect((await letters(event)).map(({ state }) => state).sort()).toEqual(["queued", "withheld", "withheld"])
  expect(askedFor("MAIL")).toBe(settings().MAIL_CONNECTIONS + 1)
})

test("a server that breaks off over whatever letter it gets is away, although it opens", async () => {
  const event = await makeEvent()
  await registerPeople(event, 30)
  meets("MAIL", "", ...always("drop"))
  go()
  await soon(server).toMatchObject({ trouble: "away", words: "Connection closed unexpectedly" })
  await pause(2500)
  console.log(`a server that drops every letter was given ${askedFor("MAIL")} of 30 before it was left alone`)
  expect(askedFor("MAIL")).toBeLessThanOrEqual(3 * settings().MAIL_CONNECTIONS)
  fates.clear()
  await timePasses(20)
  await soon(() => farEnd.accepted().length).toBe(30)
})
