import { describe, expect, test } from "vitest"
import { failureOf, type SmtpError, verdict } from "@/lib/mail/replies"

// Row by row the table "What an SMTP answer means".

const said = (responseCode: number, command: string): SmtpError => ({ responseCode, command, response: `${responseCode} because`, message: "refused" })
const dropped: SmtpError = { command: "CONN", message: "Connection closed unexpectedly" }
const outcome = (error: SmtpError, progress: "envelope" | "body" | "afterDot", tries = 0) => verdict(failureOf(error, progress), tries, 0.5)

test("the server's own words are kept, and without any those of the connection", () => {
  expect(failureOf(said(550, "RCPT TO"), "envelope")).toEqual({ stage: "recipient", code: 550, reply: "550 because" })
  expect(failureOf(dropped, "envelope")).toEqual({ stage: "connection", code: null, reply: "Connection closed unexpectedly" })
})

describe("a mailbox that cannot be reached for now (4xx at RCPT)", () => {
  test.each([450, 451, 452])("%d is tried again after five minutes, and that counts as a try", (code) => {
    expect(outcome(said(code, "RCPT TO"), "envelope")).toEqual({ state: "queued", wait: 300, usesTry: true, bounced: false })
  })

  test("is given longer each time, a little earlier or later than the others", () => {
    const failure = failureOf(said(450, "RCPT TO"), "envelope")
    const waits = [0, 1, 2, 3, 4].map((tries) => verdict(failure, tries, 0.5).wait)
    expect(waits).toEqual([300, 600, 1200, 2400, 4800])
    expect([verdict(failure, 0, 0).wait, verdict(failure, 0, 1).wait]).toEqual([225, 375])
  })

  test.each([0, 0.5, 1])("is tried twelve times and no more, all within 24 hours (luck %d)", (random) => {
    const failure = failureOf(said(450, "RCPT TO"), "envelope")
    const verdicts = Array.from({ length: 12 }, (_, tries) => verdict(failure, tries, random))
    expect(verdicts.map(({ state }) => state)).toEqual([...Array(11).fill("queued"), "failed"])
    expect(verdicts.reduce((sum, { wait }) => sum + wait, 0)).toBeLessThanOrEqual(24 * 3600)
    expect(verdicts.at(-1)?.bounced).toBe(false)
  })
})

describe("a server that is busy or not there is nobody's fault", () => {
  test.each([421, 431, 432, 442, 447])("%d, at any step, uses no try and slows the sender down", (code) => {
    const answers = [outcome(said(code, "MAIL FROM"), "envelope"), outcome(said(code, "RCPT TO"), "envelope", 11), outcome(said(code, "DATA"), "afterDot")]
    for (const answer of answers) expect(answer).toEqual({ state: "queued", wait: 10, usesTry: false, bounced: false })
    expect(failureOf(said(code, "RCPT TO"), "envelope").stage).toBe("connection")
  })

  test("no connection and no greeting neither", () => {
    expect(outcome(dropped, "envelope", 11)).toEqual({ state: "queued", wait: 10, usesTry: false, bounced: false })
  })
})

test.each([
  ["a 5xx greeting", 554, "CONN"],
  ["535 at AUTH", 535, "AUTH PLAIN"],
  ["a 5xx at MAIL", 550, "MAIL FROM"],
  ["a 5xx at the DATA command", 503, "DATA"],
])("%s is the sender's fault: the row waits and uses no try", (_, code, command) => {
  expect(failureOf(said(code, command), "envelope").stage).toBe("sender")
  expect(outcome(said(code, command), "envelope", 11)).toEqual({ state: "queued", wait: 60, usesTry: false, bounced: false })
})

test.each([550, 551, 552, 553, 554])("%d at RCPT fails for good, and the address has bounced", (code) => {
  expect(outcome(said(code, "RCPT TO"), "envelope")).toEqual({ state: "failed", wait: 0, usesTry: true, bounced: true })
})

test.each([552, 554])("%d after DATA fails for good, and the address is not to blame", (code) => {
  expect(failureOf(said(code, "DATA"), "afterDot").stage).toBe("content")
  expect(outcome(said(code, "DATA"), "afterDot")).toEqual({ state: "failed", wait: 0, usesTry: true, bounced: false })
})

test.each([451, 452])("%d after DATA is tried again, and that counts as a try", (code) => {
  expect(outcome(said(code, "DATA"), "afterDot")).toEqual({ state: "queued", wait: 300, usesTry: true, bounced: false })
})

test("a connection that drops before the final dot leaves the row queued: nobody got it", () => {
  expect(outcome(dropped, "body")).toMatchObject({ state: "queued", usesTry: false })
})

test("one that drops after the final dot leaves the row to the end of its lease: somebody may have got it", () => {
  expect(outcome(dropped, "afterDot")).toEqual({ state: "data", wait: 0, usesTry: false, bounced: false })
})
