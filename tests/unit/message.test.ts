import { simpleParser } from "mailparser"
import { beforeAll, expect, test } from "vitest"
import { provide } from "@/lib/env"
import type { Letter } from "@/lib/mail/letters"
import { compose } from "@/lib/mail/message"
import { slots } from "@/lib/mail/slots"

beforeAll(() => provide({ SITE_URL: "https://events.example.org", SMTP_URL: "smtp://127.0.0.1:9" }))

const letter = (written: Letter["written"], changes: Partial<Letter> = {}): Letter => ({
  written,
  personal: { name: "Žofie <b>& Co</b>", attendUrl: "https://events.example.org/attend/x", mailUrl: "" },
  to: { name: "Žofie", address: "zofie@example.org" },
  replyTo: null,
  calendar: null,
  joinVersion: null,
  stopUrl: null,
  ...changes,
})
const arrives = async (one: Letter) => simpleParser(await compose(one, "0f8fad5b-d9cb-469f-a165-70867728950e"))

test("what stands right behind a name stays there, and the name is escaped in HTML alone", async () => {
  const written = { subject: `To ${slots.name}`, text: `${slots.name}hello`, html: `<p>${slots.name}hello</p>` }
  const mail = await arrives(letter(written))
  expect(mail.text?.trim()).toBe("Žofie <b>& Co</b>hello")
  expect(mail.html).toContain("Žofie &#60;b&#62;&#38; Co&#60;/b&#62;hello")
})

test("the same words with and without a calendar file are two messages", async () => {
  const written = { subject: "Cancelled", text: "It does not take place.", html: "<p>It does not take place.</p>" }
  const file = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
  expect((await arrives(letter(written))).attachments).toEqual([])
  expect((await arrives(letter(written, { calendar: { method: "CANCEL", file } }))).attachments.length).toBeGreaterThan(0)
  expect((await arrives(letter(written))).attachments).toEqual([])
})
