import { simpleParser } from "mailparser"
import { expect, test } from "vitest"
import { readDeliveryStatus } from "@/lib/deliveries/delivery-status"
import { exchangeReport, ordinaryMail, postfixReport } from "../support/reports"

const id = "0f8fad5b-d9cb-469f-a165-70867728950e"
const letter = `<${id}@events.example.org>`
const recipient = "ada@example.org"
async function duration(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
const read = (mail: string) => readDeliveryStatus(Buffer.from(mail))

test("Postfix sends the headers of the letter back: which letter, whose, and the server's words in one line", async () => {
  expect(await read(postfixReport({ letter, recipient }))).toEqual({
    id: "<20261125091244.4F1B52C0A7@relay.example.net>",
    letterIds: [id],
    recipients: [
      {
        addresses: [recipient, recipient],
        hasFailed: true,
        isForGood: true,
        code: 550,
        words: "550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown in virtual mailbox table",
      },
    ],
  })
})

test("Exchange sends the whole letter back: its folded Message-ID counts, and no line of its text does", async () => {
  expect(await read(exchangeReport({ letter, recipient }))).toMatchObject({
    letterIds: [id],
    recipients: [
      {
        addresses: [recipient],
        hasFailed: true,
        isForGood: true,
        code: 550,
        words: "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ada@example.org not found by SMTP address lookup",
      },
    ],
  })
})

test("a letter that is shown within the report is found too", async () => {
  const shown = exchangeReport({ letter, recipient }).replace(
    "Content-Type: message/rfc822\r\n",
    "Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n",
  )
  expect((await read(shown))?.letterIds).toEqual([id])
})

test.each([
  ["a letter that is still being tried", { action: "delayed", status: "4.4.1", diagnostic: "smtp; 450 4.2.0 Greylisted" }],
  ["a letter that was handed on", { action: "relayed", status: "2.0.0", diagnostic: "smtp; 250 2.0.0 Ok" }],
  ["a letter that arrived", { action: "delivered", status: "2.1.5", diagnostic: "smtp; 250 2.1.5 Ok" }],
])("%s has not failed", async (_, change) => {
  const report = await read(postfixReport({ letter, recipient, ...change }))
  expect(report?.recipients.map(({ hasFailed }) => hasFailed)).toEqual([false])
  expect(report?.letterIds).toEqual([id])
})

test("a mailbox that stayed full until the mail system gave up has failed, and not for good", async () => {
  const full = await read(postfixReport({ letter, recipient, action: "failed", status: "4.2.2", diagnostic: "smtp; 452 4.2.2 Mailbox full" }))
  expect(full?.recipients[0]).toMatchObject({ hasFailed: true, isForGood: false })
})

test.each([
  ["in capitals", { action: "FAILED", status: "5.0.0" }],
  ["with a remark", { action: "failed (mailbox unknown)", status: "5.1.1 (no such user)" }],
  ["without a status, by its SMTP answer", { status: "" }],
])("a failure is understood %s", async (_, change) => {
  expect((await read(postfixReport({ letter, recipient, ...change })))?.recipients[0]?.hasFailed).toBe(true)
})

test("a diagnostic that is not SMTP's has no code, and a report without one shows the status", async () => {
  const unix = await read(postfixReport({ letter, recipient, diagnostic: "x-unix; user unknown" }))
  expect(unix?.recipients).toMatchObject([{ code: null, words: "user unknown" }])
  const silent = await read(postfixReport({ letter, recipient, diagnostic: "" }))
  expect(silent?.recipients).toMatchObject([{ code: null, words: "Status 5.1.1" }])
  const many = await read(postfixReport({ letter, recipient, diagnostic: "smtp; 550-5.1.1 The account does not exist" }))
  expect(many?.recipients).toMatchObject([{ code: 550, words: "550-5.1.1 The account does not exist" }])
})

test("words that no table could keep become one line of 500 characters", async () => {
  const report = await read(postfixReport({ letter, recipient, diagnostic: `smtp; 550 \0 a\tb ${"é".repeat(600)}` }))
  const words = report?.recipients[0]?.words ?? ""
  expect(words).toMatch(/^550 a b é+$/)
  expect([...words]).toHaveLength(500)
})

test("an address in another case is the same address", async () => {
  const report = await read(postfixReport({ letter, recipient: "Ada@EXAMPLE.org" }))
  expect(report?.recipients[0]?.addresses).toEqual([recipient, recipient])
})

test("each of several recipients has an answer of their own", async () => {
  const second = "\r\n\r\nFinal-Recipient: rfc822; eve@example.net\r\nAction: delivered\r\nStatus: 2.0.0"
  const report = await read(postfixReport({ letter, recipient }).replace("virtual mailbox table", `virtual mailbox table${second}`))
  expect(report?.recipients.map(({ addresses, hasFailed }) => [addresses.at(-1), hasFailed])).toEqual([
    [recipient, true],
    ["eve@example.net", false],
  ])
})

test("without a Message-ID in what came back, the report's own references name the letter", async () => {
  const references = [`References: <thread@example.org>`, `\t${letter}`]
  expect((await read(postfixReport({ letter: null, recipient, headers: references })))?.letterIds).toEqual([id])
  expect((await read(exchangeReport({ letter: null, recipient, headers: [`In-Reply-To: ${letter}`] })))?.letterIds).toEqual([id])
  expect((await read(postfixReport({ letter: null, recipient })))?.letterIds).toEqual([])
  expect((await read(postfixReport({ letter: "<20261125@example.org>", recipient })))?.letterIds).toEqual([])
})

test("a mailbox's own line before the mail and empty lines do no harm, nor do bare line feeds", async () => {
  const report = postfixReport({ letter, recipient })
  for (const mail of [`\r\n\r\n${report}`, `From MAILER-DAEMON Wed Nov 25 09:12:44 2026\n${report}`, report.replaceAll("\r\n", "\n")])
    expect((await read(mail))?.letterIds).toEqual([id])
})

test.each([
  ["nothing", ""],
  ["a mail that somebody wrote", ordinaryMail],
  ["words", "nonsense"],
  ["noise", Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)).toString("latin1")],
  ["a report without a recipient", postfixReport({ letter, recipient }).replace("Action: failed\r\n", "")],
  ["a report that ends before its answer", postfixReport({ letter, recipient }).split("Content-Type: message/delivery-status")[0] ?? ""],
  ["a mail of ten thousand boundaries", `Content-Type: multipart/report; boundary=x\r\n\r\n${"--x\r\n\r\n".repeat(10_000)}`],
])("%s is no report", async (_, mail) => {
  expect(await read(mail)).toBeNull()
})

test("a report with a letter of a megabyte is read about as fast as the mail around it", async () => {
  const mail = exchangeReport({ letter, recipient, size: 1024 * 1024 })
  expect(mail.length).toBeGreaterThan(1024 * 1024)
  const parsed = await duration(() => simpleParser(mail))
  const took = await duration(async () => expect((await read(mail))?.letterIds).toEqual([id]))
  expect(took).toBeLessThan(10 * parsed)
})
