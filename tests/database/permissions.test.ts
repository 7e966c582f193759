import { beforeEach, expect, test } from "vitest"
import { writeAudit } from "@/lib/audit/write"
import { db, query } from "@/lib/db/client"
import { materialiseDue } from "@/lib/deliveries/due"
import { listWhatDoesNotAddUp } from "@/lib/deliveries/progress"
import { listDeskEvents } from "@/lib/events/desk"
import { createEvent } from "@/lib/events/making"
import { archiveEvent, publishEvent } from "@/lib/events/mutations"
import { newEventSchema } from "@/lib/events/schema"
import { getEarlierFields, listEarlierSpeakers } from "@/lib/speakers/queries"
import { makeOrganiser, makePerson, makeViewer, Organiser, Owner, Viewer } from "../support/organiser"
import { type Event, enrolMany, hour, inItsOwnDatabase, makeEvent, startAfresh } from "../support/people"

inItsOwnDatabase()
let own: Event
let other: Event
beforeEach(async () => {
  await startAfresh()
  own = await makeEvent({ title: "Autumn" })
  other = await makeEvent({ title: "Spring" })
})

const word = (found: object | string) => (typeof found === "string" ? found : "let in")
const unknown = "00000000-0000-4000-8000-000000000000"

test("who gets which permission for which event", async () => {
  const people = {
    owner: await makePerson("owner"),
    organiser: await makePerson("organiser"),
    viewer: await makePerson("viewer"),
    "organiser of one": await makePerson(null, { [own.id]: "organiser" }),
    "viewer of one": await makePerson(null, { [own.id]: "viewer" }),
    "viewer of all, organiser of one": await makePerson("viewer", { [own.id]: "organiser" }),
    "of no event any more": await makePerson(null),
    removed: "nobody",
  }
  const ask = async (id: string) => [
    word(await Viewer.find(id)),
    ...(await Promise.all([own.id, other.id, unknown].map(async (event) => word(await Viewer.find(id, event))))),
    word(await Organiser.find(id)),
    ...(await Promise.all([own.id, other.id, unknown].map(async (event) => word(await Organiser.find(id, event))))),
    word(await Owner.find(id)),
  ]
  const table: Record<string, string[]> = {}
  for (const [who, id] of Object.entries(people)) table[who] = await ask(id)
  const [all, no] = ["let in", "forbidden"]
  //                  see: desk, own, other, unknown         run: all, own, other, unknown          team
  expect(table).toEqual({
    owner: [all, all, all, all, all, all, all, all, all],
    organiser: [all, all, all, all, all, all, all, all, no],
    viewer: [all, all, all, all, no, no, no, no, no],
    "organiser of one": [all, all, "unknown", "unknown", no, all, "unknown", "unknown", no],
    "viewer of one": [all, all, "unknown", "unknown", no, no, "unknown", "unknown", no],
    "viewer of all, organiser of one": [all, all, all, all, no, all, no, no, no],
    "of no event any more": [all, "unknown", "unknown", "unknown", no, "unknown", "unknown", "unknown", no],
    removed: Array(9).fill("signed out"),
  })
})

test("CVE-2026-73421: whoever came without a session, or with one of somebody who is gone or has no id, is signed out", async () => {
  for (const id of ["", "null", "undefined", "unknown"])
    expect([id, word(await Viewer.find(id)), word(await Owner.find(id))]).toEqual([id, "signed out", "signed out"])
  expect([word(await Viewer.find(undefined)), word(await Organiser.find(undefined, own.id)), word(await Owner.find(undefined))]).toEqual(
    Array(3).fill("signed out"),
  )
})

test("the home of the desk lists what one may see", async () => {
  const titles = async (viewer: Awaited<ReturnType<typeof makeViewer>>) => (await listDeskEvents(viewer)).upcoming.map(({ title }) => title).sort()
  expect(await titles(await makeViewer(own.id))).toEqual(["Autumn"])
  expect(await titles(await makeOrganiser(other.id))).toEqual(["Spring"])
  expect(await titles(await makeViewer())).toEqual(["Autumn", "Spring"])
})

test("alarms about numbers go to those who run the event", async () => {
  await query(`update "Event" set "joinUrl" = 'https://webinar.example/j/1', "joinVersion" = 1, "joinReleasedVersion" = 1, "nextDueAt" = null`)
  for (const event of [own, other]) await enrolMany(event, 1)
  await query(`update "Event" set "nextDueAt" = null`)
  const titles = async (viewer: Awaited<ReturnType<typeof makeViewer>>) => (await listWhatDoesNotAddUp(viewer)).map(({ title }) => title).sort()
  expect([await titles(await makeOrganiser()), await titles(await makeOrganiser(own.id)), await titles(await makeViewer())]).toEqual([
    ["Autumn", "Spring"],
    ["Autumn"],
    [],
  ])
})

test("speakers are taken over from one's own events alone", async () => {
  const third = await makeEvent()
  for (const [event, name] of [
    [own, "Ada"],
    [other, "Grace"],
  ] as const)
    await db().speaker.create({ data: { eventId: event.id, position: 1, name, role: "Speaker", bio: "Secret" } })
  const id = await makePerson(null, { [own.id]: "organiser", [third.id]: "organiser" })
  const organiser = await Organiser.find(id, third.id)
  if (typeof organiser === "string") throw new Error(organiser)
  expect((await listEarlierSpeakers(organiser, third.id)).map(({ name }) => name)).toEqual(["Ada"])
  const [grace] = await db().speaker.findMany({ where: { name: "Grace" } })
  const [ada] = await db().speaker.findMany({ where: { name: "Ada" } })
  expect([await getEarlierFields(organiser, grace?.id ?? ""), (await getEarlierFields(organiser, ada?.id ?? ""))?.bio]).toEqual([null, "Secret"])
})

test("an act on another event throws, and nothing of it stays", async () => {
  const organiser = await makeOrganiser(own.id)
  expect(await archiveEvent(await makeOrganiser(), other.id)).toBe(false)
  await expect(publishEvent(organiser, other.id)).rejects.toThrow("the permission is not for")
  await expect(writeAudit(query, organiser, "event edited", other.id)).rejects.toThrow("the permission is not for")
  expect(await publishEvent(organiser, own.id)).toBe(true)
  expect(await db().auditEntry.findMany({ select: { email: true, act: true, eventId: true } })).toEqual([
    { email: organiser.email, act: "event published", eventId: own.id },
  ])
})

test("nobody makes an event whose permission is for single ones", async () => {
  const form = newEventSchema.parse({ title: "Mine", day: "2031-05-01", from: "10:00", to: "12:00", timeZone: "Europe/London", capacity: "10" })
  await expect(createEvent(await makeOrganiser(own.id), form)).rejects.toThrow("the permission is not for")
  expect(await db().event.count()).toBe(2)
  await createEvent(await makeOrganiser(), form)
  expect(await db().event.count()).toBe(3)
})

test("what somebody did keeps their address when they are removed", async () => {
  const organiser = await makeOrganiser()
  await publishEvent(organiser, own.id)
  await db().user.delete({ where: { id: organiser.id } })
  expect(await db().auditEntry.findMany({ select: { email: true, userId: true } })).toEqual([{ email: organiser.email, userId: null }])
})

test("the alarm about a missing link is mailed to whoever runs the event, and to no viewer", async () => {
  const late = await makeEvent({ startsIn: 12 * hour })
  const asked = { owner: await makePerson("owner"), organiser: await makePerson("organiser"), own: await makePerson(null, { [late.id]: "organiser" }) }
  await makePerson("viewer")
  await makePerson(null, { [late.id]: "viewer", [own.id]: "organiser" })
  await query(`update "Event" set "nextDueAt" = foyer_now() where id = $1`, [late.id])
  await materialiseDue()
  const alarms = await db().delivery.findMany({ where: { kind: "alarm", eventId: late.id }, select: { userId: true } })
  expect(alarms.map(({ userId }) => userId).sort()).toEqual(Object.values(asked).sort())
})
