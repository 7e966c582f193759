import { domainToASCII } from "node:url"
import fc from "fast-check"
import ICAL from "ical.js"
import { describe, expect, test } from "vitest"
import { db, query } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { eventSchema } from "@/lib/events/schema"
import { transmit } from "@/lib/mail/send"
import { holdConnections } from "@/lib/mail/transport"
import { register } from "@/lib/registrations/mutations"
import { registrationSchema } from "@/lib/registrations/schema"
import { find, letters, makeEvent, numbers, person, postRound, press, story } from "../support/people"
import { smtp, withTheDesk } from "../support/sending"
import type { Received } from "../support/smtp"

// Whatever is typed for a name, an address or a title: a letter goes to the one address that was validated, and has the headers of its kind.

withTheDesk()

const always = ["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "reply-to", "subject", "to"]
const stoppable = [...always, "list-unsubscribe", "list-unsubscribe-post"].sort()
const eve = "eve@example.org"

/** The names of a message's headers as they stand there, each as often as it stands there. */
const headerNames = (raw: string) =>
  (raw.split("\r\n\r\n")[0] ?? "")
    .split(/\r\n(?![ \t])/)
    .map((line) => line.split(":")[0]?.toLowerCase())
    .sort()
const mailboxes = (header: Received["mail"]["to"]) => [header ?? []].flat().flatMap(({ value }) => value.map(({ address, group }) => ({ address, group })))
const only = (address: string) => [{ address, group: undefined }]

/** The message went to this address alone, names nobody else, and has these headers and no other. Throws when it is not so. */
function expectOneAddressee({ from, to, raw, mail }: Received, address: string, headers = always, replyTo = settings().OWNER_EMAIL): void {
  expect({ from, to }).toEqual({ from: "no-reply@localhost", to: [address] })
  expect(headerNames(raw)).toEqual(headers)
  expect(mailboxes(mail.to)).toEqual(only(address))
  expect(mailboxes(mail.from)).toEqual(only("no-reply@localhost"))
  expect(mailboxes(mail.replyTo)).toEqual(only(replyTo))
  // No bare line break, which some servers take for the end of a line.
  expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/)
  for (const { content } of mail.attachments) expectOneInvited(content.toString(), address, replyTo)
}

/** One calendar entry, from the organiser to this person alone. Throws when it is not so. */
function expectOneInvited(file: string, address: string, organiser: string): void {
  const [entry, ...others] = new ICAL.Component(ICAL.parse(file)).getAllSubcomponents("vevent")
  const values = (name: string) => entry?.getAllProperties(name).map((property) => String(property.getFirstValue()).toLowerCase())
  expect(others).toEqual([])
  expect(values("attendee")).toEqual([`mailto:${address}`])
  expect(values("organizer")).toEqual([`mailto:${organiser}`])
}

const names = [
  ["a line break and a header", "Ada\r\nBcc: eve@example.org"],
  ["a bare line feed", "Ada\nBcc: eve@example.org"],
  ["a bare carriage return", "Ada\rBcc: eve@example.org"],
  ["an empty line and a body", "Ada\r\n\r\nRead this instead."],
  ["line breaks of Unicode", "Ada\u2028Bcc: eve@example.org\u2029\u0085To: eve@example.org"],
  ["line breaks as a web address spells them", "Ada%0d%0aBcc:%20eve@example.org"],
  ["an encoded word that holds a line break", "=?utf-8?Q?Ada=0D=0ABcc:_eve=40example.org?="],
  ["a quotation mark and an address", `Ada" <eve@example.org>, "Eve`],
  ["an escaped quotation mark", `Ada\\" <eve@example.org>, \\"Eve`],
  ["a comma", "Example, Ada, eve@example.org"],
  ["a comment", "Ada (eve@example.org) <eve@example.org>"],
  ["a group", "friends: eve@example.org, ada@example.org;"],
  ["letters that look like others", "Аda ＜eve＠example．org＞，Eve；"],
  ["letters of another alphabet and a line break", "Žofie\n\nBcc: eve@example.org"],
  ["a quotation mark and a calendar's address", 'Ada":mailto:eve@example.org'],
  ["a backslash", "Ada \\ eve@example.org:"],
  ["a calendar's line", "Ada\r\nATTENDEE:mailto:eve@example.org\r\nEND:VEVENT"],
] as const

describe.each(names)("a name with %s", (_, name) => {
  test("CVE-2026-125755: as the form takes it adds neither a recipient nor a header", async () => {
    const event = await makeEvent()
    await press(event, person(1), name)
    await postRound()
    expect(smtp.attempts).toEqual([person(1)])
    for (const message of smtp.messages) expectOneAddressee(message, person(1))
    expect(smtp.messages).toHaveLength(1)
  })

  test("does not either when it gets past the form", async () => {
    const event = await makeEvent()
    await register(event.slug, { name, email: { email: person(1), emailKey: person(1) }, organisation: "", updates: false, website: "" })
    await postRound()
    expect(smtp.attempts).toEqual([person(1)])
    for (const message of smtp.messages) expectOneAddressee(message, person(1))
    expect(smtp.messages).toHaveLength(1)
  })
})

const addresses = [
  ["ada@example.org\r\nBcc: eve@example.org", null],
  ["ada@example.org\nRCPT TO:<eve@example.org>", null],
  ["ada@example.org>\r\nRCPT TO:<eve@example.org", null],
  ["ada@example.org> NOTIFY=SUCCESS ORCPT=rfc822;eve@example.org", null],
  ["ada%0aBcc:eve@example.org", null],
  ["ada@example.org%0a", null],
  ["ada%eve@example.org", null],
  ["ada@example.org,eve@example.org", null],
  ["ada@example.org;eve@example.org", null],
  ["ada@example.org eve@example.org", null],
  ["friends:ada@example.org,eve@example.org;", null],
  ["Ada <ada@example.org>", null],
  ["<ada@example.org>", null],
  ['"ada example"@example.org', null],
  ['"eve@example.org,"@example.org', null],
  ['"ada@example.org> <eve"@example.org', null],
  ["(eve@example.org)ada@example.org", null],
  ["@relay.example:ada@example.org", null],
  ["ada!eve@example.org", null],
  ["аda@example.org", null],
  ["ada＠example.org", null],
  ["ada@example.org\0.eve.example", null],
  ["ada@[127.0.0.1]", null],
  ["ada@ｅｘａｍｐｌｅ.org", "ada@example.org"],
  ["ada@exаmple.org", "ada@xn--exmple-4nf.org"],
  ["ada@bücher.example", "ada@xn--bcher-kva.example"],
  ["  Ada.O'Brien+wes@Example.org\r\n", "Ada.O'Brien+wes@Example.org"],
] as const

/** As the address was on the wire: the server of these tests spells a domain in its own alphabet again. */
const asWritten = (address: string) => address.replace(/[^@]+$/, (domain) => (/^[\x20-\x7e]+$/.test(domain) ? domain : domainToASCII(domain)))

test.each(addresses)("the address %j is refused, or is the one that is written to: %j", async (typed, written) => {
  const event = await makeEvent()
  const input = registrationSchema.safeParse({ name: "Ada Example", email: typed })
  if (input.success) await register(event.slug, input.data)
  await postRound()
  expect(input.data?.email.email ?? null).toBe(written)
  expect(smtp.attempts.map(asWritten)).toEqual(written === null ? [] : [written])
  expect(smtp.messages.flatMap(({ to }) => to.map(asWritten))).toEqual(written === null ? [] : [written])
  expect(await letters(event)).toMatchObject(written === null ? [] : [{ state: "sent", recipient: written }])
  for (const { raw } of smtp.messages)
    expect(raw.replace(/\r\n[ \t]+/g, " ")).toContain(`\r\nTo: Ada Example <${written?.replace(/@.*/, (domain) => domain.toLowerCase())}>\r\n`)
})

test.each(addresses.filter(([, written]) => written === null))(
  "the address %j, had it got past the form, would still bring the letter to nobody else",
  async (typed) => {
    const event = await makeEvent()
    const email = typed.replaceAll("\0", "")
    await register(event.slug, { name: "Ada Example", email: { email, emailKey: email }, organisation: "", updates: false, website: "" })
    await postRound()
    // A server may leave out the route in front of an address (RFC 5321, appendix C).
    const itself = [email, "ada@example.org"]
    expect(smtp.attempts.filter((address) => !itself.includes(address))).toEqual([])
    for (const { to, raw } of smtp.messages) {
      expect(itself).toEqual(expect.arrayContaining(to))
      expect(headerNames(raw)).toEqual(always)
    }
  },
)

test("two hundred people with names made of what headers are made of get their own letter each", async () => {
  const pieces = [
    "Ada",
    "Žofie",
    "😀",
    "\r\n",
    "\n",
    "\r",
    " ",
    "\t",
    "Bcc: ",
    "To: ",
    eve,
    "<",
    ">",
    '"',
    "\\",
    ",",
    ";",
    ":",
    "(",
    ")",
    "=?utf-8?Q?",
    "?=",
    "=0A",
  ]
  const sample = fc.sample(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }), { numRuns: 200, seed: 16 })
  const event = await makeEvent({ capacity: 200 })
  for (const [index, name] of sample.entries()) {
    const email = person(index)
    await register(event.slug, { name: name.join(""), email: { email, emailKey: email }, organisation: "", updates: false, website: "" })
  }
  await postRound()
  expect([...smtp.attempts].sort()).toEqual(
    numbers(200)
      .map((number) => person(number - 1))
      .sort(),
  )
  expect(smtp.messages).toHaveLength(200)
  for (const message of smtp.messages) expectOneAddressee(message, message.to[0] ?? "")
})

const form = { edition: "1", slug: "a-session", title: "A session", capacity: "1", retentionDays: "30", offerHours: "24", doorsOpenMinutes: "15" }

describe("what an organiser writes stays where it belongs", () => {
  const evil = "News\r\nBcc: eve@example.org\r\n\r\nRead this instead."

  test("a title, a host and a summary of several lines, had they got past the desk's form", async () => {
    const event = await makeEvent({
      title: evil,
      host: evil,
      summary: evil,
      joinUrl: "https://webinar.example/j/1",
      passcode: evil,
      joinInstructions: evil,
      joinVersion: 1,
    })
    await db().event.update({ where: { id: event.id }, data: { joinReleasedVersion: 1 } })
    await press(event, person(1))
    await postRound()
    expect(smtp.attempts).toEqual([person(1)])
    expect(smtp.messages).toHaveLength(1)
    for (const message of smtp.messages) expectOneAddressee(message, person(1))
  })

  test("the subject of a message, its placeholders filled with a name that has a line break", async () => {
    const event = await makeEvent({ title: evil })
    await register(event.slug, { name: evil, email: { email: person(1), emailKey: person(1) }, organisation: "", updates: false, website: "" })
    await postRound()
    await query(
      `with m as (insert into "Message" ("eventId", subject, body, audience, "createdBy") values ($1, $2, $2, 'registered', 'o') returning id)
       insert into "Delivery" (key, kind, "eventId", "registrationId", "messageId", urgency)
       select 'message:' || m.id || ':' || $3, 'message', $1, $3::uuid, m.id, 40 from m`,
      [event.id, `${evil} {name} {title} {name}`, (await find(event, person(1))).id],
    )
    await postRound()
    expect(await story(event, person(1))).toEqual(["confirmation sent", "message sent"])
    expect(smtp.attempts).toEqual([person(1), person(1)])
    const [, message] = smtp.messages
    if (!message) throw new Error("no message came")
    expectOneAddressee(message, person(1), stoppable)
  })

  test("an address for answers that the desk's form would refuse", async () => {
    const addresses = ["journal@example.org\r\nBcc: eve@example.org", "journal@example.org\nBcc: eve@example.org", "journal@example.org, eve@example.org"]
    for (const replyTo of addresses) expect(eventSchema.safeParse({ ...form, replyTo }).success).toBe(false)
    expect(eventSchema.safeParse({ ...form, replyTo: "journal@example.org" }).success).toBe(true)
    const [broken] = addresses
    const event = await makeEvent({ replyTo: broken })
    await press(event, person(1))
    await postRound()
    expect(smtp.attempts.filter((address) => address !== person(1))).toEqual([])
    for (const { to, raw } of smtp.messages) expect([to, headerNames(raw)]).toEqual([[person(1)], always])
  })

  test("a title of several lines becomes one in the desk's form", () => {
    expect(eventSchema.parse({ ...form, title: evil }).title).toBe("News Bcc: eve@example.org Read this instead.")
  })
})

describe("the check can fail", () => {
  const honest = ["From: no-reply@localhost", `To: ${person(1)}`, "Reply-To: owner@example.org", "Subject: Registered", "Date: Wed, 25 Nov 2026 09:00:00 +0000"]
  const rest = ["Auto-Submitted: auto-generated", "Message-ID: <1@localhost>", "MIME-Version: 1.0", "Content-Type: text/plain", "", "Dear Ada", ""]
  /** Sends what somebody wrote by hand, as the mailer sends. */
  async function sendByHand(lines: string[], to = [person(1)]): Promise<Received> {
    const connections = holdConnections()
    for (const address of to) await transmit(await connections.take(), address, Buffer.from(lines.join("\r\n")), async () => true)
    connections.quitIdle()
    const [received] = smtp.messages
    if (!received) throw new Error("nothing came")
    return { ...received, to: smtp.messages.flatMap((message) => message.to) }
  }

  test("an honest message passes it", async () => {
    expectOneAddressee(await sendByHand([...honest, ...rest]), person(1))
  })

  test.each([
    ["a header more", [...honest, `Bcc: ${eve}`, ...rest]],
    ["a header that is there twice", [...honest, `To: ${person(1)}`, ...rest]],
    ["a second addressee", [...honest.map((line) => line.replace(person(1), `${person(1)}, ${eve}`)), ...rest]],
    ["a group", [...honest.map((line) => line.replace(person(1), `friends: ${person(1)};`)), ...rest]],
    ["an answer to somebody else", [...honest.map((line) => line.replace("owner@example.org", eve)), ...rest]],
    ["a body that begins too early", [...honest, "", ...rest]],
  ])("%s is caught", async (_, lines) => {
    const received = await sendByHand(lines)
    expect(() => expectOneAddressee(received, person(1))).toThrow()
  })

  test("a second recipient of the envelope is caught", async () => {
    const received = await sendByHand([...honest, ...rest], [person(1), eve])
    expect(() => expectOneAddressee(received, person(1))).toThrow()
  })

  test("a second person in the calendar file is caught", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    await postRound()
    expect(await letters(event)).toMatchObject([{ state: "sent" }])
    const file = smtp.messages[0]?.mail.attachments[0]?.content.toString() ?? ""
    const check = (changed: string) => expectOneInvited(changed, person(1), settings().OWNER_EMAIL)
    check(file)
    expect(() => check(file.replace("ATTENDEE", `ATTENDEE:mailto:${eve}\r\nATTENDEE`))).toThrow()
    expect(() => check(file.replace(settings().OWNER_EMAIL, eve))).toThrow()
  })
})
