import { beforeEach, describe, expect, test } from "vitest"
import type { Organiser } from "@/lib/auth/organiser"
import { db } from "@/lib/db/client"
import { addReading, moveReadingUp, removeReading, saveReading } from "@/lib/readings/mutations"
import { listReadings } from "@/lib/readings/queries"
import { readingSchema } from "@/lib/readings/schema"
import { addSpeaker, moveSpeakerUp, removeSpeaker, saveSpeaker } from "@/lib/speakers/mutations"
import { getEarlierFields, getSpeakerFields, listEarlierSpeakers, listSpeakers } from "@/lib/speakers/queries"
import { speakerSchema } from "@/lib/speakers/schema"
import { makeOrganiser } from "../support/organiser"
import { inItsOwnDatabase, makeEvent, startAfresh } from "../support/people"

// Who speaks and what there is to read, as organisers keep it.

inItsOwnDatabase()
let organiser: Organiser
beforeEach(async () => {
  await startAfresh()
  organiser = await makeOrganiser()
})

const speaker = (name: string, more: Record<string, string> = {}) => speakerSchema.parse({ name, role: "Speaker", ...more })
const reading = (title: string, more: Record<string, string> = {}) =>
  readingSchema.parse({ title, author: "Ada Example", body: "Text[^1]\n\n[^1]: Note", ...more })
const names = async ({ id }: { id: string }) => (await listSpeakers(organiser, id)).map(({ name }) => name)
const titles = async ({ id }: { id: string }) => (await listReadings(organiser, id)).map(({ title }) => title)

describe("speakers", () => {
  test("stand in the order that the organiser chooses, also when many are added at once", async () => {
    const event = await makeEvent()
    await Promise.all(["One", "Two", "Three", "Four"].map((name) => addSpeaker(organiser, event.id, speaker(name))))
    const [first, , third] = await listSpeakers(organiser, event.id)
    const before = await names(event)
    await moveSpeakerUp(organiser, event.id, third?.id ?? "")
    expect(await names(event)).toEqual([before[0], before[2], before[1], before[3]])
    await moveSpeakerUp(organiser, event.id, first?.id ?? "")
    expect((await names(event))[0]).toBe(before[0])
    await removeSpeaker(organiser, event.id, first?.id ?? "")
    await addSpeaker(organiser, event.id, speaker("Five"))
    expect(await names(event)).toEqual([before[2], before[1], before[3], "Five"])
  })

  test("have links, each with its words, and an address that is none is named", async () => {
    const event = await makeEvent()
    await addSpeaker(organiser, event.id, speaker("Ada Example", { links: "Home page https://example.org/ada\r\nhttps://example.org/b" }))
    const [{ id } = { id: "" }] = await listSpeakers(organiser, event.id)
    expect((await getSpeakerFields(organiser, event.id, id))?.links).toBe("Home page https://example.org/ada\nexample.org https://example.org/b")
    const problems = speakerSchema.safeParse({ name: "Ada", role: "Chair", links: "Mine javascript:alert(1)" }).error?.issues
    expect(problems?.map(({ message }) => message)).toEqual(["“Mine javascript:alert(1)” does not end in a link that begins with https://"])
  })

  test("CVE-2026-9712: belong to their event: another event's are neither shown nor changed through it", async () => {
    const [one, other] = [await makeEvent(), await makeEvent()]
    for (const name of ["Grace Example", "Ada Example"]) await addSpeaker(organiser, other.id, speaker(name))
    const [, { id } = { id: "" }] = await listSpeakers(organiser, other.id)
    expect(await getSpeakerFields(organiser, one.id, id)).toBeNull()
    expect(await saveSpeaker(organiser, one.id, id, speaker("Somebody else"))).toBe(false)
    await removeSpeaker(organiser, one.id, id)
    await moveSpeakerUp(organiser, one.id, id)
    expect(await names(other)).toEqual(["Grace Example", "Ada Example"])
    expect(await addSpeaker(organiser, "00000000-0000-4000-8000-000000000000", speaker("Nobody"))).toBe(false)
  })

  test("who spoke before are taken over as they were last, without their topic", async () => {
    const [old, newer, now] = [await makeEvent({ startsIn: 100 }), await makeEvent({ startsIn: 9000 }), await makeEvent()]
    await addSpeaker(organiser, old.id, speaker("Ada Example", { affiliation: "Then" }))
    await addSpeaker(organiser, newer.id, speaker("Ada Example", { affiliation: "Later", topic: "On engines" }))
    const [found, ...others] = await listEarlierSpeakers(organiser, now.id)
    expect([found?.affiliation, others]).toEqual(["Later", []])
    const fields = await getEarlierFields(organiser, found?.id ?? "")
    expect(fields).toMatchObject({ name: "Ada Example", affiliation: "Later", topic: "" })
    await addSpeaker(organiser, now.id, speakerSchema.parse(fields))
    expect(await listEarlierSpeakers(organiser, now.id)).toEqual([])
  })
})

describe("readings", () => {
  test("belong to their event, too", async () => {
    const [one, other] = [await makeEvent(), await makeEvent()]
    for (const title of ["First", "Second"]) await addReading(organiser, other.id, reading(title))
    const [, { id } = { id: "" }] = await listReadings(organiser, other.id)
    expect(await saveReading(organiser, one.id, id, reading("Somebody else's"))).toBe(false)
    await removeReading(organiser, one.id, id)
    await moveReadingUp(organiser, one.id, id)
    expect(await titles(other)).toEqual(["First", "Second"])
  })

  test("are a text or a link, never both or neither", () => {
    const problem = (fields: Record<string, string>) => readingSchema.safeParse({ title: "T", author: "A", ...fields }).error?.issues[0]?.message
    expect([problem({}), problem({ body: "Text", url: "https://example.org" })]).toEqual(Array(2).fill("Enter either the text or a link to it"))
    expect([problem({ body: "Text" }), problem({ url: "https://example.org" })]).toEqual([undefined, undefined])
    expect(problem({ url: "http://example.org" })).toBe("Enter a link that begins with https://")
  })

  test("have addresses of their own, which stay when the title changes", async () => {
    const event = await makeEvent()
    for (const title of ["Foreword", "Foreword", "Notes"]) await addReading(organiser, event.id, reading(title))
    const [first, second, third] = await listReadings(organiser, event.id)
    expect([first?.slug, second?.slug, third?.slug]).toEqual(["foreword", "foreword-2", "notes"])
    expect(await saveReading(organiser, event.id, third?.id ?? "", reading("Afterword", { body: "", url: "https://example.org/a" }))).toBe(true)
    await moveReadingUp(organiser, event.id, third?.id ?? "")
    await removeReading(organiser, event.id, first?.id ?? "")
    expect(await titles(event)).toEqual(["Afterword", "Foreword"])
    expect(await db().reading.findUnique({ where: { id: third?.id ?? "" } })).toMatchObject({ slug: "notes", body: null, url: "https://example.org/a" })
  })
})
