import { describe, expect, test } from "vitest"
import { failureOf, refusalOf, type SmtpError, verdict } from "@/lib/mail/replies"

// Row by row the table "What an SMTP answer means".

const said = (responseCode: number, command: string): SmtpError => ({ responseCode, command, response: `${responseCode} because`, message: "refused" })
const dropped: SmtpError = { command: "CONN", message: "Connection closed unexpectedly" }
const row = (tries = 0, isStubborn = false) => ({ tries, isStubborn })
const outcome = (error: SmtpError, progress: "envelope" | "body" | "afterDot", tries = 0, isStubborn = false) =>
  verdict(failureOf(error, progress), row(tries, isStubborn), 0.5)
const again = { state: "queued", usesTry: false, setback: false, reason: null, bounced: false }

test("the server's own words are kept, and without any those of the connection", () => {
  expect(failureOf(said(550, "RCPT TO"), "envelope")).toEqual({ stage: "recipient", code: 550, reply: "550 because" })
  expect(failureOf(dropped, "envelope")).toEqual({ stage: "dropped", code: null, reply: "Connection closed unexpectedly" })
})

test("whatever a server says can be kept: no NUL, one line, not endless", () => {
  const { reply } = failureOf({ ...said(550, "RCPT TO"), response: `550 no\0 such\r\n user ${"x".repeat(1000)}` }, "envelope")
  expect(reply).toMatch(/^550 no such user x+$/)
  expect(reply).toHaveLength(500)
})

describe("a mailbox that cannot be reached for now (4xx at RCPT)", () => {
  test.each([450, 451, 452])("%d is tried again after five minutes, and that counts as a try", (code) => {
    expect(outcome(said(code, "RCPT TO"), "envelope")).toEqual({ ...again, wait: 300, usesTry: true })
  })

  test("is given longer each time, a little earlier or later than the others", () => {
    const failure = failureOf(said(450, "RCPT TO"), "envelope")
    const waits = [0, 1, 2, 3, 4].map((tries) => verdict(failure, row(tries), 0.5).wait)
    expect(waits).toEqual([300, 600, 1200, 2400, 4800])
    expect([verdict(failure, row(), 0).wait, verdict(failure, row(), 1).wait]).toEqual([225, 375])
  })

  test.each([0, 0.5, 1])("is tried twelve times and no more, all within 24 hours (luck %d)", (random) => {
    const failure = failureOf(said(450, "RCPT TO"), "envelope")
    const verdicts = Array.from({ length: 12 }, (_, tries) => verdict(failure, row(tries), random))
    expect(verdicts.map(({ state }) => state)).toEqual([...Array(11).fill("queued"), "failed"])
    expect(verdicts.reduce((sum, { wait }) => sum + wait, 0)).toBeLessThanOrEqual(24 * 3600)
    expect(verdicts.at(-1)?.bounced).toBe(false)
  })
})

describe("a server that is busy or not there is nobody's fault", () => {
  test.each([421, 431, 432, 442, 447])("%d, at any step, uses no try and slows the sender down", (code) => {
    const answers = [outcome(said(code, "MAIL FROM"), "envelope"), outcome(said(code, "RCPT TO"), "envelope", 11), outcome(said(code, "DATA"), "afterDot")]
    for (const answer of answers) expect(answer).toEqual({ ...again, wait: 10, setback: true })
    expect(failureOf(said(code, "RCPT TO"), "envelope").stage).toBe("away")
    expect(refusalOf(said(code, "CONN")).stage).toBe("away")
  })

  test("no connection and no greeting neither", () => {
    expect(outcome(dropped, "envelope", 11)).toEqual({ ...again, wait: 10, setback: true })
    expect(refusalOf({ code: "ETIMEDOUT", command: "CONN", message: "Greeting never received" })).toEqual({
      stage: "away",
      code: null,
      reply: "Greeting never received",
    })
  })

  test("unless it is one letter over which the connection breaks again and again while others go: that uses a try", () => {
    expect(outcome(dropped, "body", 0, true)).toEqual({ ...again, wait: 300, usesTry: true, setback: true })
    expect(outcome(said(421, "RCPT TO"), "envelope", 11, true)).toMatchObject({ state: "failed", reason: "out of tries", bounced: false })
  })

  test("a 4xx at MAIL that is not about the recipient is one, too", () => {
    expect(failureOf(said(451, "MAIL FROM"), "envelope").stage).toBe("away")
  })
})

test.each([
  ["a 5xx greeting", 554, "CONN"],
  ["535 at AUTH", 535, "AUTH PLAIN"],
  ["a 5xx at MAIL", 550, "MAIL FROM"],
  ["a 5xx at the DATA command", 503, "DATA"],
])("%s is the sender's fault: the row waits and uses no try", (_, code, command) => {
  expect(failureOf(said(code, command), "envelope").stage).toBe("sender")
  expect(outcome(said(code, command), "envelope", 11)).toEqual({ ...again, wait: 10 })
  expect(refusalOf(said(code, command)).stage).toBe("sender")
})

test("a sign-in that cannot even be tried is the sender's fault", () => {
  expect(refusalOf({ code: "EAUTH", message: "Missing credentials" }).stage).toBe("sender")
})

test.each([550, 551, 552, 553, 554])("%d at RCPT fails for good, and the address has bounced", (code) => {
  expect(outcome(said(code, "RCPT TO"), "envelope")).toEqual({ ...again, state: "failed", wait: 0, usesTry: true, reason: "address refused", bounced: true })
})

test.each([552, 554])("%d after DATA fails for good, and the address is not to blame", (code) => {
  expect(failureOf(said(code, "DATA"), "afterDot").stage).toBe("content")
  expect(outcome(said(code, "DATA"), "afterDot")).toEqual({ ...again, state: "failed", wait: 0, usesTry: true, reason: "content refused" })
})

test.each([451, 452])("%d after DATA is tried again, and that counts as a try", (code) => {
  expect(outcome(said(code, "DATA"), "afterDot")).toEqual({ ...again, wait: 300, usesTry: true })
})

test("a connection that drops before the final dot leaves the row queued: nobody got it", () => {
  expect(outcome(dropped, "body")).toMatchObject({ state: "queued", usesTry: false, setback: true })
})

test("one that drops after the final dot leaves the row to the end of its lease: somebody may have got it", () => {
  expect(outcome(dropped, "afterDot")).toEqual({ ...again, state: "data", wait: 0, setback: true })
})

test("and when that happens to one letter again and again while others go, it uses a try: nobody gets a copy each half minute for ever", () => {
  expect(outcome(dropped, "afterDot", 0, true)).toEqual({ ...again, state: "data", wait: 300, usesTry: true, setback: true })
  expect(outcome(dropped, "afterDot", 11, true)).toMatchObject({ state: "failed", reason: "out of tries", bounced: false })
})
