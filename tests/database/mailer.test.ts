import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { requestSignIn } from "@/lib/auth/sign-in-link"
import { db, query } from "@/lib/db/client"
import { type Mailer, startMailer } from "@/lib/deliveries/mailer"
import { provide, settings } from "@/lib/env"
import { register } from "@/lib/registrations/mutations"
import { attendToken } from "@/lib/registrations/token"
import { makeOrganiser } from "../support/organiser"
import { find, inItsOwnDatabase, letters, makeEvent, minute, numbers, person, press, registerPeople, startAfresh, story, timePasses } from "../support/people"
import { type Smtp, startSmtp } from "../support/smtp"
import { soon } from "../support/soon"

inItsOwnDatabase()

let smtp: Smtp
let mailer: Mailer | null = null
const go = () => {
  mailer = startMailer()
}
const rest = async () => {
  await mailer?.stop()
  mailer = null
}
/** Asked again and again until it is so, since the mailer works in its own time. */
const states = async (event: { id: string }) => (await letters(event)).map(({ state }) => state)

beforeAll(async () => {
  smtp = await startSmtp()
  provide({ SMTP_URL: smtp.url, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: "3" })
})
afterEach(async () => {
  await rest()
  smtp.forget()
  await startAfresh()
})
afterAll(() => smtp.stop())

test("somebody who registers gets one confirmation, with the personal link in both its forms and the session for the calendar", async () => {
  go()
  const event = await makeEvent({ title: "Mental health at work", replyTo: "journal@example.org" })
  await press(event, person(1), "Ada Example")
  await soon(() => smtp.messages.length).toBe(1)
  const [received] = smtp.messages
  const [row] = await letters(event)
  const link = `${settings().SITE_URL}/attend/${attendToken(await find(event, person(1)))}`
  expect(received?.to).toEqual([person(1)])
  expect(received?.from).toBe("no-reply@localhost")
  expect(received?.mail.messageId).toBe(`<${row?.id}@localhost>`)
  expect(received?.mail.headers.get("auto-submitted")).toBe("auto-generated")
  expect(received?.mail.replyTo?.text).toBe("journal@example.org")
  expect(received?.mail.subject).toContain("Registered: Mental health at work")
  expect(received?.mail.text).toContain(link)
  expect(received?.mail.html).toContain(`href="${link}"`)
  const calendar = received?.mail.attachments.find(({ contentType }) => contentType === "text/calendar" || contentType === "application/ics")
  expect(calendar?.content.toString()).toContain(`UID:${event.id}@localhost`)
  expect(received?.raw).toMatch(/^Content-Type: text\/calendar;/m)
  await soon(() => letters(event)).toMatchObject([{ state: "sent", recipient: person(1), smtpCode: 250, tries: 0, possiblyTwice: 0, worker: null }])
  await rest()
  expect(smtp.messages).toHaveLength(1)
})

test("an organiser who signs in does not wait behind two hundred people whose joining details go out", async () => {
  const organiser = await makeOrganiser()
  const event = await makeEvent({ capacity: 200, joinUrl: "https://webinar.example/j/1", joinVersion: 1 })
  await Promise.all(numbers(200).map((number) => press(event, person(number))))
  await query(`update "Delivery" set state = 'sent', "sentAt" = foyer_now()`)
  await query(`update "Event" set "joinReleasedVersion" = 1, "nextDueAt" = foyer_now()`)
  smtp.behaviour.delay = 10
  go()
  await soon(() => smtp.messages.length).toBeGreaterThan(20)
  const before = smtp.messages.length
  await requestSignIn(organiser.email)
  await soon(() => smtp.to(organiser.email).length).toBe(1)
  const place = smtp.messages.findIndex(({ to }) => to.includes(organiser.email))
  expect(before + place).toBeLessThan(200)
  expect(place - before).toBeLessThanOrEqual(2 * settings().MAIL_CONNECTIONS)
  await soon(() => smtp.messages.length).toBe(201)
  expect(new Set(smtp.messages.flatMap(({ to }) => to)).size).toBe(201)
})

test("when the server refuses the recipient for good (550), the address has bounced: it is not tried again, and later letters to it are withheld", async () => {
  smtp.meets(person(1), { at: "recipient", code: 550, words: "5.1.1 No such user" })
  const event = await makeEvent()
  go()
  await press(event, person(1))
  await soon(() => letters(event)).toMatchObject([{ state: "failed", smtpCode: 550, smtpReply: "550 5.1.1 No such user" }])
  expect((await find(event, person(1))).bouncedAt).not.toBeNull()
  await timePasses(11 * minute)
  await press(event, person(1))
  await soon(() => story(event, person(1))).toEqual(["confirmation failed", "already withheld"])
  expect((await letters(event)).at(-1)?.reason).toBe("bounced address")
  await press(event, person(2))
  await soon(() => smtp.to(person(2)).length).toBe(1)
  expect(smtp.attempts).toEqual([person(1), person(2)])
})

test("when the connection drops for twenty of sixty people, everybody still gets exactly one letter", async () => {
  for (const number of numbers(20)) smtp.meets(person(number * 3), { at: "after DATA" })
  const event = await makeEvent()
  await registerPeople(event, 60)
  go()
  await soon(async () => (await letters(event)).filter(({ state, smtpReply }) => state === "sent" || smtpReply).length).toBe(60)
  expect(smtp.messages).toHaveLength(40)
  await timePasses(20)
  await soon(() => smtp.messages.length).toBe(60)
  expect(new Set(smtp.messages.flatMap(({ to }) => to)).size).toBe(60)
  await soon(() => states(event)).toEqual(numbers(60).map(() => "sent"))
})

test("a letter that cannot be written uses up a try, says so on its row, and goes once it can be", async () => {
  const event = await makeEvent()
  await press(event, person(1))
  // No letter can be written in this zone, so writing it throws.
  await db().event.update({ where: { id: event.id }, data: { timeZone: "Nowhere/Nothing" } })
  go()
  await expect
    .poll(() => letters(event), { timeout: 4000 })
    .toMatchObject([{ state: "queued", tries: 1, smtpReply: expect.stringContaining("could not be written") }])
  await db().event.update({ where: { id: event.id }, data: { timeZone: "Europe/London" } })
  await timePasses(10 * minute)
  await expect.poll(() => letters(event), { timeout: 4000 }).toMatchObject([{ state: "sent", possiblyTwice: 0 }])
})

test.each([
  ["a line break and a header", "Ada\r\nBcc: eve@example.org"],
  ["a quotation mark and an address", `Ada" <eve@example.org>, "Eve`],
  ["a comma", "Example, Ada, eve@example.org"],
  ["a group", "friends: eve@example.org;"],
  ["letters of another alphabet and a line break", "Žofie\n\nBcc: eve@example.org"],
])("a name with %s neither adds a recipient nor a header", async (_, name) => {
  go()
  const event = await makeEvent()
  await register(event.slug, { name, email: { email: person(1), emailKey: person(1) }, organisation: "", updates: false, website: "" })
  await soon(() => smtp.messages.length).toBe(1)
  const [received] = smtp.messages
  expect(smtp.attempts).toEqual([person(1)])
  expect(received?.to).toEqual([person(1)])
  const addressees = [received?.mail.to ?? []].flat().flatMap(({ value }) => value)
  expect(addressees.map(({ address, group }) => ({ address, group }))).toEqual([{ address: person(1), group: undefined }])
  expect([...(received?.mail.headers.keys() ?? [])].sort()).toEqual([
    "auto-submitted",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "reply-to",
    "subject",
    "to",
  ])
})

test("a worker that is asked to stop finishes what is in flight and leaves the rest to others", async () => {
  smtp.behaviour.delay = 400
  const event = await makeEvent()
  await registerPeople(event, 10)
  go()
  await soon(() => smtp.attempts.length).toBe(settings().MAIL_CONNECTIONS)
  const attempted = [...smtp.attempts]
  await rest()
  expect(smtp.messages.flatMap(({ to }) => to).sort()).toEqual(attempted.sort())
  const all = await letters(event)
  expect(
    all
      .filter(({ state }) => state === "sent")
      .map(({ recipient }) => recipient ?? "")
      .sort(),
  ).toEqual(attempted)
  expect(all.filter(({ state }) => state === "queued")).toHaveLength(10 - attempted.length)
  expect(await query(`select from "WorkerHeartbeat"`)).toEqual([])
  smtp.behaviour.delay = 0
  go()
  await soon(() => smtp.messages.length).toBe(10)
  expect(new Set(smtp.messages.flatMap(({ to }) => to)).size).toBe(10)
})
