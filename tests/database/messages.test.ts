import { randomUUID } from "node:crypto"
import { describe, expect, test } from "vitest"
import { db, query } from "@/lib/db/client"
import { whereItIs } from "@/lib/deliveries/rules"
import { readCheck } from "@/lib/messages/check"
import { keepMessage, sendMessage } from "@/lib/messages/mutations"
import { countAudiences, countReached, listMessages, listReaders } from "@/lib/messages/queries"
import { type Audience, audienceNames, messageSchema, sendSchema } from "@/lib/messages/schema"
import { cancel, recordJoin, restore } from "@/lib/registrations/mutations"
import { attendToken } from "@/lib/registrations/token"
import { type Event, find, letters, mailGoes, makeEvent, minute, numbers, person, postRound, press, registerPeople, story, timePasses } from "../support/people"
import { organiser, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"

withTheDesk()

const text = { subject: "What to read", body: "Dear {name}, see {page}" }
type Changes = Partial<Record<"id" | "subject" | "body" | "audience", string>> & { count?: number }
const input = ({ count = 6, ...changes }: Changes = {}) =>
  sendSchema.parse({ id: randomUUID(), audience: "registered", ...text, ...changes, count: String(count) })
/** The organiser presses the button that said how many. */
const send = (event: { id: string }, changes: Changes = {}) => sendMessage(organiser, event.id, input(changes))

const messageRows = async (event: Event, email?: string) => (await letters(event, email)).filter(({ kind }) => kind === "message")
const messagesTo = (email: string) => smtp.to(email).filter(({ mail }) => mail.subject === text.subject)
const state = async (event: Event) => (await listMessages(organiser, event.id)).map(({ outcomes }) => whereItIs(outcomes))

/** Nine addresses: two who hold the link (one joined), three who do not (one joined), one who came back, two in the line, one who left. */
async function manyFates(): Promise<Event> {
  const event = await makeEvent({ capacity: 7, waitingList: true })
  await registerPeople(event, 3)
  await save(event, 1)
  await release(event, 1)
  await postRound()
  await cancel((await find(event, person(3))).id)
  await restore((await find(event, person(3))).id)
  await mailGoes(event)
  for (const number of [4, 5, 6, 7, 8, 9]) await press(event, person(number))
  for (const number of [4, 5, 6]) await query(`update "Delivery" set state = 'failed' where "registrationId" = $1`, [(await find(event, person(number))).id])
  await mailGoes(event)
  for (const number of [1, 4]) await recordJoin((await find(event, person(number))).id)
  await query(`update "Registration" set status = 'offered', "offeredUntil" = foyer_now() + interval '1 day' where email = $1 and "eventId" = $2`, [
    person(8),
    event.id,
  ])
  await cancel((await find(event, person(7))).id)
  await query(`update "Registration" set status = 'waiting', "offeredUntil" = null where email = $1 and "eventId" = $2`, [person(9), event.id])
  return event
}

describe("an audience", () => {
  const expected: Record<Audience, number[]> = {
    registered: [1, 2, 3, 4, 5, 6],
    joined: [1, 4],
    "not-joined": [2, 3, 5, 6],
    "link-not-mailed": [3, 4, 5, 6],
    waiting: [8, 9],
  }

  test.each(audienceNames)("%s is exactly the people it names", async (audience) => {
    const event = await manyFates()
    const people = expected[audience].map(person)
    expect((await countAudiences(organiser, event.id))[audience]).toBe(people.length)
    expect(await countReached(organiser, event.id, audience)).toEqual({ count: people.length, leftOut: [] })
    expect((await listReaders(organiser, event.id, audience)).map(({ email }) => email).sort()).toEqual(people)
    expect(await send(event, { audience, count: people.length })).toBe("sent")
    await postRound()
    expect(numbers(9).filter((number) => messagesTo(person(number)).length === 1)).toEqual(expected[audience])
  })

  test("of an event whose link is not out holds everybody as not mailed", async () => {
    const event = await sixPeople()
    expect(await countAudiences(organiser, event.id)).toEqual({ registered: 6, joined: 0, "not-joined": 6, "link-not-mailed": 6, waiting: 0 })
    expect(await countAudiences(organiser, (await makeEvent()).id)).toMatchObject({ registered: 0 })
  })

  test("is one event's own", async () => {
    const [event, other] = [await sixPeople(), await sixPeople()]
    await send(event)
    expect(await messageRows(other)).toEqual([])
    expect(await listMessages(organiser, other.id)).toEqual([])
  })
})

describe("pressing the button", () => {
  test("five times at once, and once more later, sends one letter to each", async () => {
    const event = await sixPeople()
    const id = randomUUID()
    const outcomes = await Promise.all(numbers(5).map(() => send(event, { id })))
    expect(outcomes.sort()).toEqual(["already", "already", "already", "already", "sent"])
    await postRound()
    await press(event, "late@example.org")
    expect(await send(event, { id, subject: "Another" })).toBe("already")
    await postRound()
    for (const number of numbers(6)) expect(messagesTo(person(number))).toHaveLength(1)
    expect(await state(event)).toEqual(["sent 6"])
    expect(await messageRows(event, "late@example.org")).toEqual([])
  })

  test("for five messages sends five: the test above can tell", async () => {
    const event = await sixPeople()
    expect(await Promise.all(numbers(5).map(() => send(event)))).toEqual(numbers(5).map(() => "sent"))
    await postRound()
    expect(messagesTo(person(1))).toHaveLength(5)
  })

  test("writes who sent it to whom, in the audit", async () => {
    const event = await sixPeople()
    const id = randomUUID()
    await send(event, { id })
    const [entry] = await db().auditEntry.findMany({ where: { eventId: event.id, act: "message sent" } })
    expect(entry).toMatchObject({ userId: organiser.id, detail: { message: id, audience: "registered", letters: 6 } })
    expect(await messageRows(event)).toEqual(
      expect.arrayContaining(
        numbers(6).map(() => expect.objectContaining({ messageId: id, urgency: 40, round: 1, key: expect.stringContaining(`message:${id}:`) })),
      ),
    )
  })

  test("that promised another number sends nothing and says so", async () => {
    const event = await sixPeople()
    const id = randomUUID()
    expect(await send(event, { id, count: 5 })).toBe("changed")
    expect(await send(event, { audience: "joined", count: 0 })).toBe("nobody")
    expect(await listMessages(organiser, event.id)).toEqual([])
    expect(await send(event, { id, count: 6 })).toBe("sent")
  })

  test("for a draft, or for no event at all, sends nothing", async () => {
    const event = await sixPeople()
    await query(`update "Event" set status = 'draft' where id = $1`, [event.id])
    expect(await send(event)).toBe("draft")
    expect(await messageRows(event)).toEqual([])
    expect(await sendMessage(organiser, randomUUID(), input())).toBeNull()
  })

  test("works for an event that is cancelled, and after the end", async () => {
    const event = await sixPeople()
    await query(`update "Event" set status = 'cancelled', "endsAt" = foyer_now(), "startsAt" = foyer_now() - interval '1 hour' where id = $1`, [event.id])
    await send(event)
    await postRound()
    expect(messagesTo(person(1))[0]?.mail.text).not.toMatch(/When:|Cancel your place/)
  })
})

describe("nothing goes", () => {
  test("to an address that bounced, or to somebody who wants no messages, and the ledger says why", async () => {
    const event = await sixPeople()
    await query(`update "Registration" set "bouncedAt" = foyer_now() where email = any($1)`, [[person(1), person(2)]])
    await query(`update "Registration" set "mailStoppedAt" = foyer_now() where email = any($1)`, [[person(2), person(3)]])
    expect(await countReached(organiser, event.id, "registered")).toEqual({
      count: 3,
      leftOut: expect.arrayContaining([
        { reason: "bounced address", count: 2 },
        { reason: "stopped by the person", count: 1 },
      ]),
    })
    expect((await listReaders(organiser, event.id, "registered")).map(({ email }) => email).sort()).toEqual([4, 5, 6].map(person))
    expect(await send(event, { count: 3 })).toBe("sent")
    const reasons = await Promise.all(
      numbers(4).map(async (number) => (await messageRows(event, person(number))).map(({ state, reason }) => `${state} ${reason}`)),
    )
    expect(reasons.flat()).toEqual(["withheld bounced address", "withheld bounced address", "withheld stopped by the person", "queued null"])
    await postRound()
    expect(numbers(6).filter((number) => messagesTo(person(number)).length > 0)).toEqual([4, 5, 6])
    expect(await state(event)).toEqual(["sent 3, withheld 3 (2 bounced address, 1 stopped by the person)"])
  })

  test("to whoever has cancelled, before or after the button", async () => {
    const event = await sixPeople()
    await cancel((await find(event, person(1))).id)
    await send(event, { count: 5 })
    await cancel((await find(event, person(2))).id)
    await query(`update "Registration" set "mailStoppedAt" = foyer_now() where email = $1`, [person(3)])
    await postRound()
    expect(numbers(6).filter((number) => messagesTo(person(number)).length > 0)).toEqual([4, 5, 6])
    expect(await story(event, person(1))).not.toContain("message withheld")
    expect(await state(event)).toEqual(["sent 3, withheld 2 (1 cancelled, 1 stopped by the person)"])
  })

  test("a second time to somebody who cancels and comes back", async () => {
    const event = await sixPeople()
    const id = randomUUID()
    await send(event, { id })
    await postRound()
    await cancel((await find(event, person(1))).id)
    await restore((await find(event, person(1))).id)
    await postRound()
    expect(await send(event, { id })).toBe("already")
    await postRound()
    expect(messagesTo(person(1))).toHaveLength(1)
  })
})

test("what the server refuses is counted, and so is what waits", async () => {
  const event = await sixPeople()
  await send(event)
  expect(await state(event)).toEqual(["sent 0, waiting 6"])
  smtp.meets(person(1), { at: "recipient", code: 550, words: "5.1.1 No such user" })
  smtp.meets(person(2), { at: "recipient", code: 450, words: "later" })
  await postRound()
  expect(await state(event)).toEqual(["sent 4, waiting 1, failed 1"])
  await timePasses(8 * minute)
  await postRound()
  expect(await state(event)).toEqual(["sent 5, failed 1"])
})

describe("the words", () => {
  test("CVE-2026-2415: of a name or a title are never expanded, in subject and text", async () => {
    const event = await makeEvent({ title: "On {name} {page} {when}" })
    await press(event, person(1), "{title} {page} {name}")
    await postRound()
    await send(event, { subject: "{name}: {title}", body: "Dear {name}, {title} is {when}: {page}", count: 1 })
    await postRound()
    const { mail } = smtp.to(person(1))[1] ?? {}
    const page = `http://localhost:3000/attend/${attendToken(await find(event, person(1)))}`
    expect(mail?.subject).toBe("{title} {page} {name}: On {name} {page} {when}")
    const flat = mail?.text?.replace(/\s+/g, " ")
    expect(flat).toMatch(/Dear {title} {page} {name}, On {name} {page} {when} is \w{3} \d+ \w{3}, \d\d:\d\d London: http/)
    expect(flat).toContain(`London: ${page} `)
    expect(mail?.html).toContain("Dear {title} {page} {name}, On {name} {page} {when} is ")
  })

  test("CVE-2024-8113: of a name and of the text itself are text, whatever markup they hold, in the letter and so in its preview", async () => {
    const event = await makeEvent()
    const markup = "<img src=x onerror=alert(1)></p><script>alert(2)</script>"
    await press(event, person(1), markup)
    await send(event, { subject: markup, body: `${markup} {name}`, count: 1 })
    await postRound()
    const { mail } = smtp.to(person(1)).at(-1) ?? {}
    expect(mail?.subject).toBe(markup)
    expect(mail?.html).not.toMatch(/<script|<img/i)
    expect(mail?.text?.replace(/\s+/g, " ")).toContain(`${markup} ${markup}`)
  })
})

describe("the check", () => {
  const form = (event: Event) => `/admin/events/${event.id}/messages`
  const keep = (event: Event, changes: Record<string, string> = {}) =>
    keepMessage(form(event), messageSchema.parse({ audience: "registered", ...text, ...changes }))

  test("shows the very letter that the person gets", async () => {
    const event = await sixPeople()
    const chosen = (await find(event, person(4))).id
    const check = await readCheck(organiser, event.id, await keep(event, { person: chosen }))
    await send(event, { id: check?.id ?? "" })
    await postRound()
    const { mail } = smtp.to(person(4)).at(-1) ?? {}
    expect(check?.letter?.to.address).toBe(person(4))
    expect(mail?.subject).toBe(check?.letter?.subject)
    expect(mail?.html).toBe(check?.letter?.html)
    expect(mail?.text?.trim()).toBe(check?.letter?.text.trim())
  })

  test("keeps the message's id while another person's letter is looked at", async () => {
    const event = await sixPeople()
    const first = await keep(event)
    expect((await readCheck(organiser, event.id, first))?.id).toBe(first)
    const second = await keep(event, { id: first, person: (await find(event, person(2))).id })
    expect(await readCheck(organiser, event.id, second)).toMatchObject({ id: first, letter: { to: { address: person(2) } } })
  })

  test("shows the first person's letter when the chosen one is not of the audience, and none when there is nobody", async () => {
    const [event, other] = [await sixPeople(), await sixPeople()]
    const stranger = (await find(other, person(1))).id
    const check = await readCheck(organiser, event.id, await keep(event, { person: stranger }))
    expect(check?.readers.map(({ id }) => id)).toContain(check?.person)
    expect(await readCheck(organiser, event.id, await keep(event, { audience: "waiting" }))).toMatchObject({ letter: null, reached: { count: 0 } })
  })

  test("forgets after a quarter of an hour, and knows no other event's text", async () => {
    const [event, other] = [await sixPeople(), await makeEvent()]
    const draft = await keep(event)
    expect(await readCheck(organiser, other.id, draft)).toBeNull()
    await timePasses(15 * minute)
    expect(await readCheck(organiser, event.id, draft)).toBeNull()
    expect(await readCheck(organiser, event.id, undefined)).toBeNull()
  })
})
