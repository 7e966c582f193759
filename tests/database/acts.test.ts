import { describe, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { keepImport } from "@/lib/imports/mutations"
import { actOnRegistrants, sealOf } from "@/lib/registrations/acts"
import { addRegistrant, changeDetails } from "@/lib/registrations/desk"
import { listChosen } from "@/lib/registrations/list"
import { cancel } from "@/lib/registrations/mutations"
import { getRegistrant } from "@/lib/registrations/queries"
import type { Act } from "@/lib/registrations/rules"
import { addedSchema, detailsSchema } from "@/lib/registrations/schema"
import { find, letters, makeEvent, minute, numbers, person, postRound, press, registerPeople, reread, story, timePasses } from "../support/people"
import { linksTo, organiser, progress, release, save, sixPeople, smtp, withTheDesk } from "../support/sending"

// What an organiser does with people of the list: send again, cancel, restore, erase; add one, correct one.

withTheDesk()

const ids = async (event: { id: string }, ...people: number[]) => Promise.all(people.map(async (number) => (await find(event, person(number))).id))
const ticked = (person: string[]) => ({ who: "ticked" as const, person, tab: "registered" as const, search: "" })
/** For how many of these people it was done. */
async function doFor(event: { id: string }, word: Act, person: string[]): Promise<number> {
  const done = await actOnRegistrants(organiser, word, event.id, ticked(person))
  if (done === "changed") throw new Error("nothing was done")
  return done.count
}
const act = async (event: { id: string }, word: Act, ...people: number[]) => doFor(event, word, await ids(event, ...people))

describe("send again", () => {
  test("mails what the person would get today, once however often the button is pressed, and the books add up", async () => {
    const event = await sixPeople()
    expect(await act(event, "resend", 1, 2)).toBe(2)
    expect(await act(event, "resend", 1)).toBe(0)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "-"])
    await save(event, 1)
    await release(event, 1)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "-", "1"])
    await timePasses(2 * minute)
    const presses = await Promise.all(numbers(5).map(() => act(event, "resend", 1)))
    expect(presses.reduce((sum, count) => sum + count, 0)).toBe(1)
    await postRound()
    expect(linksTo(person(1))).toEqual(["-", "-", "1", "1"])
    expect(smtp.to(person(1)).at(-1)?.mail.subject).toContain("Your joining link")
    expect(await progress(event)).toEqual({ registered: 6, sent: 6, addsUp: true })
  })

  test("leaves out whoever has cancelled or has an address that bounced, and nobody is mailed once the event is over", async () => {
    const event = await sixPeople()
    await cancel((await find(event, person(1))).id)
    await query(`update "Registration" set "bouncedAt" = foyer_now() where email = $1`, [person(2)])
    expect(await act(event, "resend", 1, 2, 3)).toBe(1)
    await timePasses(11 * 24 * 60 * minute)
    expect(await act(event, "resend", 4)).toBe(0)
  })
})

describe("cancel and restore", () => {
  test("give places to whoever waits, and the letter says whose word it was", async () => {
    const event = await makeEvent({ capacity: 2, waitingList: true })
    await registerPeople(event, 4)
    await postRound()
    expect(await act(event, "cancel", 1, 2)).toBe(2)
    expect(await act(event, "cancel", 1, 2)).toBe(0)
    await postRound()
    expect(smtp.to(person(1)).at(-1)?.mail).toMatchObject({ subject: "Your place is cancelled: A session" })
    expect(smtp.to(person(1)).at(-1)?.mail.text).toMatch(/the organisers have\s+cancelled your place/)
    expect((await find(event, person(4))).status).toBe("offered")
    expect((await reread(event)).taken).toBe(2)
    // The end of the line, as at the form.
    expect(await act(event, "restore", 1)).toBe(1)
    expect((await find(event, person(1))).status).toBe("waiting")
    await press(event, person(2))
    expect((await find(event, person(2))).round).toBe(2)
    await cancel((await find(event, person(2))).id)
    await postRound()
    expect(smtp.to(person(2)).at(-1)?.mail.subject).toBe("You have cancelled: A session")
  })

  test("work after registration has closed, which keeps everybody else out, and leave the source as it was", async () => {
    const event = await makeEvent({ registrationClosesAt: new Date((await reread(await makeEvent())).createdAt.getTime() + 1000) })
    await press(event, person(1))
    await query(`update "Registration" set source = 'newsletter' where "eventId" = $1`, [event.id])
    await timePasses(2)
    expect(await act(event, "cancel", 1)).toBe(1)
    expect((await press(event, person(2)))?.answer).toBe("closed")
    expect(await act(event, "restore", 1)).toBe(1)
    expect(await find(event, person(1))).toMatchObject({ status: "registered", source: "newsletter", cancelledAt: null })
    expect((await press(event, person(2)))?.answer).toBe("closed")
  })
})

describe("erase", () => {
  test("leaves nothing of the person, gives the place on, and writes down that it was done without saying to whom", async () => {
    const event = await makeEvent({ capacity: 2, waitingList: true })
    await registerPeople(event, 3)
    await postRound()
    const [id = ""] = await ids(event, 1)
    expect(await act(event, "erase", 1)).toBe(1)
    expect(await getRegistrant(organiser, event.id, id)).toBeNull()
    expect(await query(`select from "Delivery" where key like '%' || $1 || '%'`, [id])).toEqual([])
    expect(await query(`select from "AuditEntry" where detail::text like '%' || $1 || '%'`, [id])).toEqual([])
    expect(await query(`select detail from "AuditEntry" where act = 'registrants erased'`)).toEqual([{ detail: { people: 1 } }])
    expect((await find(event, person(3))).status).toBe("offered")
    expect((await reread(event)).taken).toBe(2)
  })

  test("of many while others register and cancel keeps the places right", async () => {
    const event = await makeEvent({ capacity: 20, waitingList: true })
    await registerPeople(event, 30)
    const leave = async (number: number) => cancel((await find(event, person(number))).id)
    const all = await ids(event, ...numbers(10))
    await Promise.all([
      doFor(event, "erase", all.slice(0, 5)),
      doFor(event, "cancel", all.slice(5)),
      ...[11, 12, 25, 26].map(leave),
      ...[31, 32, 33].map((number) => press(event, person(number))),
    ])
    const [held] = await query<{ held: number; taken: number; waiting: number }>(
      `select e.taken, (select count(*) from "Registration" r where r."eventId" = e.id and status in ('registered', 'offered')) as held,
         (select count(*) from "Registration" r where r."eventId" = e.id and status = 'waiting') as waiting from "Event" e where id = $1`,
      [event.id],
    )
    expect(held).toEqual({ taken: 16 + 3, held: 16 + 3, waiting: 0 })
  })
})

test("ids of another event are nobody's, for every act", async () => {
  const [event, other] = [await sixPeople(), await makeEvent()]
  const all = await ids(event, 1, 2, 3)
  for (const word of ["resend", "cancel", "restore", "erase"] as const) expect(await doFor(other, word, all)).toBe(0)
  expect(await changeDetails(organiser, other.id, all[0] ?? "", detailsSchema.parse({ name: "Somebody else" }))).toBeNull()
  expect(await story(event, person(1))).toEqual(["confirmation sent"])
})

describe("everybody who fits a filter", () => {
  const all = { who: "all" as const, person: [], tab: "registered" as const, search: "example" }

  test("are those whom the question was about: one gone and another come is asked again, though they are as many", async () => {
    const event = await sixPeople()
    const seal = sealOf(await listChosen(organiser, event.id, all))
    await cancel((await find(event, person(1))).id)
    await press(event, person(7))
    expect(await actOnRegistrants(organiser, "erase", event.id, all, seal)).toBe("changed")
    expect(await query(`select from "Registration" where "eventId" = $1`, [event.id])).toHaveLength(7)
    const again = sealOf(await listChosen(organiser, event.id, all))
    expect(await actOnRegistrants(organiser, "erase", event.id, all, again)).toMatchObject({ count: 6 })
    expect(await query(`select from "AuditEntry" where act = 'registrants erased'`)).toHaveLength(1)
  })

  test("may change beside people who were ticked: those who are still there are meant, and nobody else", async () => {
    const event = await sixPeople()
    const three = await ids(event, 1, 2, 3)
    await act(event, "erase", 2)
    expect(await doFor(event, "erase", three)).toBe(2)
    expect(await query(`select from "Registration" where "eventId" = $1`, [event.id])).toHaveLength(3)
  })
})

test("an erased person is in no list that somebody is still looking at", async () => {
  const event = await sixPeople()
  await keepImport(organiser, event.id, "list.csv", [{ line: 2, name: "Ada Example", email: person(1), emailKey: person(1), organisation: "" }])
  await act(event, "erase", 1)
  expect(await query(`select from "Import"`)).toEqual([])
})

describe("adding by hand", () => {
  const input = (email: string, name = "Grace Example") => addedSchema.parse({ name, email })

  test("registers and mails like the form; somebody who is on the list already is left as they are, and not mailed", async () => {
    const event = await makeEvent()
    const added = await addRegistrant(organiser, event, input("Grace@Example.org"))
    expect(added).toMatchObject({ isNew: true })
    await timePasses(20 * minute)
    expect(await addRegistrant(organiser, event, input(" grace@example.ORG", "Another name"))).toEqual({ ...Object(added), isNew: false, turned: false })
    expect((await letters(event)).map(({ kind }) => kind)).toEqual(["confirmation"])
    expect((await find(event, "Grace@Example.org")).name).toBe("Grace Example")
  })

  test("says when there is no place, or nobody can come any more", async () => {
    const full = await makeEvent({ capacity: 1 })
    await press(full, person(1))
    expect(await addRegistrant(organiser, full, input("grace@example.org"))).toBe("full")
    expect(await addRegistrant(organiser, await makeEvent({ status: "draft" }), input("grace@example.org"))).toBe("closed")
    expect(await addRegistrant(organiser, await makeEvent({ status: "cancelled" }), input("grace@example.org"))).toBe("closed")
    const notYet = await makeEvent({ registrationOpensAt: new Date((await reread(full)).startsAt) })
    expect(await addRegistrant(organiser, notYet, input("grace@example.org"))).toMatchObject({ isNew: true })
  })

  test("a person's name, organisation and note can be put right, and nobody is mailed about it", async () => {
    const event = await makeEvent()
    await press(event, person(1))
    const [id = ""] = await ids(event, 1)
    expect(
      await changeDetails(organiser, event.id, id, detailsSchema.parse({ name: "Ada Right", organisation: "Union", note: "Needs captions\r\nasked twice" })),
    ).toBe("saved")
    expect(await find(event, person(1))).toMatchObject({ name: "Ada Right", organisation: "Union", note: "Needs captions\nasked twice" })
    expect(await story(event, person(1))).toEqual(["confirmation queued"])
  })
})
