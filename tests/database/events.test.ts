import { beforeEach, describe, expect, test } from "vitest"
import type { Organiser } from "@/lib/auth/organiser"
import { db, query, transaction } from "@/lib/db/client"
import { materialiseDue } from "@/lib/deliveries/due"
import { saveJoinDetails } from "@/lib/events/join-details"
import { createEvent, duplicateEvent, slugOf } from "@/lib/events/making"
import { archiveEvent, publishEvent, unarchiveEvent, unpublishEvent, updateEvent } from "@/lib/events/mutations"
import { getMovedSlug, getPublicEvent, listPublicEvents } from "@/lib/events/queries"
import { differencesOf } from "@/lib/events/rules"
import { joinDetailsSchema, newEventSchema } from "@/lib/events/schema"
import { cancel } from "@/lib/registrations/mutations"
import { makeOrganiser } from "../support/organiser"
import { eventForm, find, inItsOwnDatabase, letters, makeEvent, person, press, registerPeople, reread, startAfresh, timePasses } from "../support/people"
import { pause } from "../support/until"

// An event from its making to the archive.

inItsOwnDatabase()
let organiser: Organiser
beforeEach(async () => {
  await startAfresh()
  organiser = await makeOrganiser()
})

const spring = { title: "Spring séminar: “work”", day: "2027-03-04", from: "10:00", to: "12:30", timeZone: "Europe/London", capacity: "300" }
const make = (changes: Record<string, string> = {}) => createEvent(organiser, newEventSchema.parse({ ...spring, ...changes }))
const refusals = (changes: Record<string, string>) => newEventSchema.safeParse({ ...spring, ...changes }).error?.issues.map(({ message }) => message)
const audit = async () => (await query<{ act: string }>(`select act from "AuditEntry" order by at, id`)).map(({ act }) => act)

describe("a new event", () => {
  test("is a draft with an address of its own, at the time that the clocks of its zone show", async () => {
    const ids = [await make(), await make({ timeZone: "America/New_York" })]
    const events = await Promise.all(ids.map((id) => reread({ id })))
    expect(events.map(({ slug }) => slug)).toEqual(["spring-seminar-work", "spring-seminar-work-2"])
    expect(events.map(({ startsAt }) => startsAt.toISOString())).toEqual(["2027-03-04T10:00:00.000Z", "2027-03-04T15:00:00.000Z"])
    expect(events.map(({ status }) => status)).toEqual(["draft", "draft"])
    expect(await getPublicEvent("spring-seminar-work")).toBeNull()
    expect(await audit()).toEqual(["event made", "event made"])
  })

  test("may end after midnight, and not before it starts", async () => {
    const id = await make({ from: "22:00", to: "01:00", endDay: "2027-03-05" })
    expect((await reread({ id })).endsAt.toISOString()).toBe("2027-03-05T01:00:00.000Z")
    expect(refusals({ from: "22:00", to: "01:00" })).toEqual(["Enter an end that is later than the start"])
    // The clocks go from 01:00 to 02:00: the start is read as 02:30.
    const gap = await reread({ id: await make({ day: "2027-03-28", from: "01:30", to: "02:00" }) })
    expect([gap.startsAt, gap.endsAt].map((at) => at.toISOString())).toEqual(["2027-03-28T01:30:00.000Z", "2027-03-28T02:00:00.000Z"])
    expect(refusals({ endDay: "2027-03-03" })).toEqual(["Enter an end that is later than the start"])
    expect(refusals({ timeZone: "Atlantis" })).toEqual(["Choose a time zone from the list, like Europe/London"])
  })

  test.each([
    ["Ærø: 1 + 1 = 2", "r-1-1-2"],
    ["Übung für Anfänger", "ubung-fur-anfanger"],
    ["日本語", "session"],
    ["---", "session"],
  ])("has an address that is made of its title: %s", (title, slug) => {
    expect(slugOf(title)).toBe(slug)
  })
})

describe("publishing", () => {
  test("opens a draft that is still to come, and can be taken back while nobody is on the list", async () => {
    const id = await make()
    expect(await publishEvent(organiser, id)).toBe(true)
    const event = await reread({ id })
    expect((await getPublicEvent(event.slug))?.title).toBe(spring.title)
    expect(await unpublishEvent(organiser, id)).toBe(true)
    await publishEvent(organiser, id)
    await press(event, person(1))
    expect(await unpublishEvent(organiser, id)).toBe(false)
    await cancel((await find(event, person(1))).id)
    expect(await unpublishEvent(organiser, id)).toBe(true)
    expect(await audit()).toEqual(["event made", "event published", "event unpublished", "event published", "event unpublished"])
  })

  test("waits for whoever is registering at that moment, and is then refused", async () => {
    const event = await makeEvent()
    let unpublished: Promise<boolean> | null = null
    await transaction(async (run) => {
      await run("select from register_attendee($1, 'Ada', $2, $2, '', '{}', false)", [event.slug, person(1)])
      unpublished = unpublishEvent(organiser, event.id)
      await pause(300)
    })
    expect(await unpublished).toBe(false)
    expect((await reread(event)).status).toBe("published")
  })

  test("of one that is over is refused; the archive takes what is over or a draft, and lists it no more", async () => {
    const draft = await makeEvent({ status: "draft", startsIn: -86_400 })
    expect(await publishEvent(organiser, draft.id)).toBe(false)
    const published = await makeEvent({ startsIn: 3600 })
    expect(await archiveEvent(organiser, published.id)).toBe(false)
    await timePasses(4 * 3600)
    expect((await listPublicEvents()).past.map(({ slug }) => slug)).toEqual([published.slug])
    expect(await archiveEvent(organiser, published.id)).toBe(true)
    expect((await listPublicEvents()).past).toEqual([])
    expect((await getPublicEvent(published.slug))?.slug).toBe(published.slug)
    expect(await unarchiveEvent(organiser, published.id)).toBe(true)
    expect(await archiveEvent(organiser, draft.id)).toBe(true)
    expect((await reread(draft)).archivedAt).not.toBeNull()
    expect((await listPublicEvents()).past).toHaveLength(1)
  })
})

describe("a save", () => {
  /** It meant nothing for the people on the list. */
  const nothingMore = { promoted: 0, told: 0 }

  test("says who got a place by it, and how many had been told another day of deletion", async () => {
    const event = await makeEvent({ capacity: 1, waitingList: true })
    await registerPeople(event, 4)
    const more = { capacity: "3", waitingList: "yes" }
    expect(await updateEvent(organiser, event.id, eventForm(event, more))).toEqual({ promoted: 2, told: 0 })
    expect(await updateEvent(organiser, event.id, eventForm(event, { ...more, edition: "2", retentionDays: "60" }))).toEqual({ promoted: 0, told: 4 })
  })

  test("of an older edition changes nothing, and the difference can be shown", async () => {
    const event = await makeEvent()
    expect(await updateEvent(organiser, event.id, eventForm(event, { title: "Mine" }))).toEqual(nothingMore)
    const theirs = { title: "Theirs", about: "Two\r\nlines" }
    expect(await updateEvent(organiser, event.id, eventForm(event, theirs))).toBe("edited")
    const now = await reread(event)
    expect(now.title).toBe("Mine")
    expect(differencesOf(now, { slug: event.slug, capacity: "100", retentionDays: "30", offerHours: "24", doorsOpenMinutes: "15", ...theirs })).toEqual([
      { label: "Title", saved: "Mine", typed: "Theirs" },
      { label: "About", saved: "", typed: "Two\nlines" },
    ])
    expect(await updateEvent(organiser, event.id, eventForm(event, { ...theirs, edition: String(now.edition) }))).toEqual(nothingMore)
  })

  test("by two at the same moment is one save and one that is told", async () => {
    const event = await makeEvent()
    const both = await Promise.all(["One", "Two"].map((title) => updateEvent(organiser, event.id, eventForm(event, { title }))))
    expect(both.filter((outcome) => outcome === "edited")).toHaveLength(1)
    expect(both).toContainEqual(nothingMore)
  })

  test("of another address keeps the old one as a way to it, and takes no other event's, not even one that it had", async () => {
    const [one, other] = [await makeEvent(), await makeEvent()]
    expect(await updateEvent(organiser, one.id, eventForm(one, { slug: other.slug }))).toBe("slugTaken")
    expect(await updateEvent(organiser, one.id, eventForm(one, { slug: "new" }))).toEqual(nothingMore)
    expect(await getMovedSlug(one.slug)).toBe("new")
    expect(await updateEvent(organiser, other.id, eventForm(other, { slug: one.slug }))).toBe("slugTaken")
    expect(await updateEvent(organiser, one.id, eventForm(one, { edition: "2" }))).toEqual(nothingMore)
    expect([await getMovedSlug("new"), await getMovedSlug(one.slug)]).toEqual([one.slug, null])
  })

  test("keeps the moments between which people can register, as the clocks of the zone show them", async () => {
    const event = await makeEvent()
    await updateEvent(organiser, event.id, eventForm(event, { registrationOpens: "2027-06-01T09:00", programme: "* ten" }))
    expect(await reread(event)).toMatchObject({ registrationOpensAt: new Date("2027-06-01T08:00:00Z"), registrationClosesAt: null, programme: "* ten" })
    expect((await press(event, person(1)))?.answer).toBe("closed")
  })
})

test("a duplicate has texts, speakers and reading, and nothing of join details, people and mail", async () => {
  const event = await makeEvent({
    about: "About",
    programme: "Ten",
    embedOrigins: ["https://www.example.org"],
    speakers: { create: [{ position: 1, name: "Ada Example", role: "Chair" }] },
    readings: { create: [{ position: 1, slug: "notes", title: "Notes", author: "Ada Example", body: "Text" }] },
  })
  await saveJoinDetails(organiser, event.id, joinDetailsSchema.parse({ joinUrl: "https://webinar.example/j/1", passcode: "1", version: "0" }))
  await press(event, person(1))
  const times = { startsAt: new Date("2027-03-04T10:00:00Z"), endsAt: new Date("2027-03-04T12:00:00Z") }
  const id = await duplicateEvent(organiser, event.id, { title: "Again", ...times })
  const copy = await db().event.findUniqueOrThrow({ where: { id: id ?? "" }, include: { speakers: true, readings: true, registrations: true } })
  expect(copy).toMatchObject({
    ...times,
    title: "Again",
    slug: "again",
    status: "draft",
    about: "About",
    programme: "Ten",
    embedOrigins: ["https://www.example.org"],
    taken: 0,
    joinUrl: null,
    joinVersion: 0,
  })
  expect(copy.speakers.map(({ name }) => name)).toEqual(["Ada Example"])
  expect(copy.readings.map(({ slug }) => slug)).toEqual(["notes"])
  await materialiseDue()
  expect([copy.registrations, await letters(copy)]).toEqual([[], []])
})
