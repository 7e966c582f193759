import { describe, expect, test } from "vitest"
import {
  clockChange,
  clockTime,
  compactDate,
  dayAndMonth,
  dayFrom,
  howLong,
  longDay,
  placeOfZone,
  plainDate,
  shortDay,
  stamp,
  subjectTime,
  timeSpan,
  utcOffset,
} from "@/lib/time"

// The machine of these tests stands in Kathmandu (vitest.config.ts), so an hour told without its zone comes out wrong.

const london = "Europe/London"
const start = new Date("2020-10-08T09:00:00Z")
const end = new Date("2020-10-08T11:30:00Z")

test("the tests run far from every zone of the product", () => {
  expect(new Date("2020-10-08T09:00:00Z").getHours()).toBe(14)
})

test("a time span names its place and its offset", () => {
  expect(timeSpan(start, end, london)).toBe("10:00 to 12:30, London (UTC+1)")
})

test("one seminar is told in the words of London, whichever way they are needed", () => {
  expect(longDay(start, london)).toBe("Thursday 8 October 2020")
  expect(dayAndMonth(start, london)).toBe("Thursday 8 October")
  expect(shortDay(start, london)).toBe("Thu 8 Oct")
  expect(plainDate(start, london)).toBe("8 October 2020")
  expect(clockTime(start, london)).toBe("10:00")
  expect(stamp(start, london)).toBe("8 Oct, 10:00")
  expect(subjectTime(start, london)).toBe("Thu 8 Oct, 10:00 London")
  expect(compactDate(start, london)).toBe("20201008")
})

test("the same moment is another hour, and another day, elsewhere", () => {
  const late = new Date("2020-10-08T22:30:00Z")
  expect(clockTime(late, london)).toBe("23:30")
  expect(`${shortDay(late, "Asia/Tokyo")} ${clockTime(late, "Asia/Tokyo")}`).toBe("Fri 9 Oct 07:30")
  expect(`${shortDay(late, "America/New_York")} ${clockTime(late, "America/New_York")}`).toBe("Thu 8 Oct 18:30")
})

test("midnight is 00:00 of the new day, never 24:00", () => {
  const midnight = new Date("2020-10-08T23:00:00Z")
  expect(`${shortDay(midnight, london)} ${clockTime(midnight, london)}`).toBe("Fri 9 Oct 00:00")
})

test.each([
  ["Europe/London", "UTC+1"],
  ["UTC", "UTC"],
  ["Asia/Kathmandu", "UTC+5:45"],
  ["America/New_York", "UTC-4"],
  ["America/St_Johns", "UTC-2:30"],
  ["Australia/Adelaide", "UTC+10:30"],
])("in October 2020 %s is at %s", (zone, offset) => {
  expect(utcOffset(start, zone)).toBe(offset)
})

test("London is at UTC+1 until the clocks go back on 25 October 2020 and at UTC after it", () => {
  expect(utcOffset(new Date("2020-10-25T00:59:59Z"), london)).toBe("UTC+1")
  expect(utcOffset(new Date("2020-10-25T01:00:00Z"), london)).toBe("UTC")
})

test("a zone is called by its place", () => {
  expect(placeOfZone(london)).toBe("London")
  expect(placeOfZone("America/Argentina/Buenos_Aires")).toBe("Buenos Aires")
  expect(placeOfZone("UTC")).toBe("UTC")
})

test("a session that runs over midnight names the day on which it ends", () => {
  const over = timeSpan(new Date("2020-10-08T21:00:00Z"), new Date("2020-10-08T23:30:00Z"), london)
  expect(over).toBe("22:00 to Friday 9 October, 00:30, London (UTC+1)")
})

describe("today and tomorrow", () => {
  test("are days of the event's zone, not of the machine", () => {
    const now = new Date("2020-10-07T22:30:00Z")
    expect(dayFrom(now, start, london)).toBe("tomorrow")
    expect(dayFrom(now, start, "Asia/Kathmandu")).toBe("today")
    expect(dayFrom(new Date("2020-10-06T22:30:00Z"), start, london)).toBe("on Thursday 8 October")
  })

  test("stay right on the evening before a day of 23 hours", () => {
    expect(dayFrom(new Date("2020-03-28T23:30:00Z"), new Date("2020-03-29T09:00:00Z"), london)).toBe("tomorrow")
  })

  test("stay right in the first hour of a day of 25 hours", () => {
    expect(dayFrom(new Date("2020-10-24T23:30:00Z"), new Date("2020-10-26T09:00:00Z"), london)).toBe("tomorrow")
  })

  test("are never said of a day that is over", () => {
    expect(dayFrom(new Date("2020-10-09T09:00:00Z"), start, london)).toBe("on Thursday 8 October")
  })
})

test.each([
  [0, "1 minute"],
  [60_000, "1 minute"],
  [12 * 60_000, "12 minutes"],
  [89 * 60_000, "89 minutes"],
  [90 * 60_000, "2 hours"],
  [47 * 3_600_000, "47 hours"],
  [48 * 3_600_000, "2 days"],
  [96 * 3_600_000, "4 days"],
])("%d milliseconds are told as %s", (milliseconds, words) => {
  expect(howLong(milliseconds)).toBe(words)
})

describe("when the clocks change before the event", () => {
  const november = new Date("2020-11-05T10:00:00Z")

  test("the page is told both offsets", () => {
    expect(clockChange(start, november, london)).toEqual({ before: "UTC+1", after: "UTC" })
  })

  test("and where they do not change it is told nothing", () => {
    expect(clockChange(start, new Date("2020-10-20T09:00:00Z"), london)).toBeNull()
    expect(clockChange(start, november, "Asia/Kathmandu")).toBeNull()
  })

  test("nor once the event lies behind", () => {
    expect(clockChange(november, start, london)).toBeNull()
  })
})
