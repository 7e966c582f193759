import { readFile } from "node:fs/promises"
import path from "node:path"
import ICAL from "ical.js"
import { beforeAll, describe, expect, test } from "vitest"
import { provide } from "@/lib/env"
import { calendarFile } from "@/lib/events/calendar"

const seminar: Parameters<typeof calendarFile>[0] = {
  id: "0f8fad5b-d9cb-469f-a165-70867728950e",
  slug: "industrial-relations-of-mental-health",
  title: "The Industrial Relations of Mental Health: WES Session",
  summary: "Service users, workers and academics on what the pandemic exposed in British mental health policy, and on what could come next.",
  host: "Work, Employment and Society",
  startsAt: new Date("2020-10-08T09:00:00Z"),
  endsAt: new Date("2020-10-08T11:30:00Z"),
  sequence: 0,
  status: "published",
  updatedAt: new Date("2020-09-12T14:02:00Z"),
}
// 10:00 in London again, four weeks later: the clocks have gone back, and the hour in UTC is another one.
const afterClockChange = { ...seminar, startsAt: new Date("2020-11-05T10:00:00Z"), endsAt: new Date("2020-11-05T12:30:00Z"), sequence: 3 }
const golden = (file: string) => readFile(path.join(import.meta.dirname, "golden", file), "utf8")
const read = (file: string) => new ICAL.Event(new ICAL.Component(ICAL.parse(file)).getFirstSubcomponent("vevent") ?? undefined)

beforeAll(() => provide({ SITE_URL: "https://events.example.org", SMTP_URL: "smtp://127.0.0.1:9" }))

describe.each([
  ["the demonstration seminar", seminar, "seminar.ics"],
  ["the same seminar moved past the October clock change", afterClockChange, "after-clock-change.ics"],
])("%s", (_, event, file) => {
  test("gives the calendar file that people have always been given", async () => {
    expect(calendarFile(event)).toBe(await golden(file))
  })

  test("is read by a calendar as the same instants, UID and SEQUENCE", () => {
    const entry = read(calendarFile(event))
    expect(entry.startDate.toJSDate()).toEqual(event.startsAt)
    expect(entry.endDate.toJSDate()).toEqual(event.endsAt)
    expect(entry.uid).toBe(`${event.id}@events.example.org`)
    expect(entry.sequence).toBe(event.sequence)
    expect(entry.summary).toBe(event.title)
  })
})

const awkward = { ...seminar, title: `Müßiggang, “Arbeit”; \\ ${"é".repeat(90)}${"😀".repeat(30)}`, summary: "One line,\nand another; with \\ all of it." }

test("every line ends in CRLF and none is longer than 75 octets, whatever the title", () => {
  for (const event of [seminar, afterClockChange, awkward]) {
    const file = calendarFile(event)
    expect(file.endsWith("END:VCALENDAR\r\n")).toBe(true)
    expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/)
    for (const line of file.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  }
})

test("commas, quotes, backslashes, line breaks and emoji come back as they were", () => {
  const entry = read(calendarFile(awkward))
  expect(entry.summary).toBe(awkward.title)
  expect(entry.description).toContain(awkward.summary)
})

test("a title cannot smuggle another line into the file", () => {
  const component = new ICAL.Component(ICAL.parse(calendarFile({ ...seminar, title: "Hello\r\nATTENDEE:mailto:eve@example.com" })))
  expect(component.getFirstSubcomponent("vevent")?.hasProperty("attendee")).toBe(false)
})

test("a cancelled event is taken out of the diary under the same UID", () => {
  const file = calendarFile({ ...seminar, status: "cancelled", sequence: 1 })
  expect(file).toContain("\r\nSTATUS:CANCELLED\r\n")
  expect(read(file).uid).toBe(read(calendarFile(seminar)).uid)
})
