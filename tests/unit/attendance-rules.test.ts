import { describe, expect, test } from "vitest"
import { attendPage, mayComeBack, secondsToNextLook } from "@/lib/attendance/rules"

const at = (time: string) => new Date(`2020-10-08T${time}Z`)
const dayBefore = new Date("2020-10-07T09:00:00Z")
const event = {
  status: "published" as const,
  startsAt: at("09:00:00"),
  endsAt: at("11:30:00"),
  doorsOpenMinutes: 15,
  joinUrl: "https://webinar.example/j/1",
  recordingUrl: null,
}
const registered = { status: "registered" as const, cancelledBy: null, offeredUntil: null }
const waiting = { ...registered, status: "waiting" as const }
const offered = { ...registered, status: "offered" as const, offeredUntil: at("08:00:00") }
const cancelled = { ...registered, status: "cancelled" as const }

describe("the attendee's page", () => {
  test("opens its door so many minutes before the start, and closes it an hour after the end", () => {
    expect(attendPage(event, registered, at("08:44:59"))).toBe("early")
    expect(attendPage(event, registered, at("08:45:00"))).toBe("open")
    expect(attendPage({ ...event, doorsOpenMinutes: 60 }, registered, at("08:00:00"))).toBe("open")
    expect(attendPage(event, registered, at("12:29:59"))).toBe("open")
    expect(attendPage(event, registered, at("12:30:00"))).toBe("ended")
  })

  test("says so when the door is open and there is no link yet, and that it is over once it is", () => {
    expect(attendPage({ ...event, joinUrl: null }, registered, at("08:45:00"))).toBe("noLink")
    expect(attendPage({ ...event, joinUrl: null }, registered, at("11:30:00"))).toBe("ended")
  })

  test("shows the recording as soon as there is one", () => {
    expect(attendPage({ ...event, recordingUrl: "https://video.example/1" }, registered, at("11:30:00"))).toBe("ended")
  })

  test("shows the line to those who wait, and their place to those who are offered one, until its time is over", () => {
    expect(attendPage(event, waiting, at("09:00:00"))).toBe("waiting")
    expect(attendPage(event, offered, at("07:59:59"))).toBe("offered")
    expect(attendPage(event, offered, at("08:00:00"))).toBe("lapsed")
    expect(attendPage(event, { ...cancelled, cancelledBy: "lapse" }, dayBefore)).toBe("lapsed")
  })

  test("tells of the end, and before all else of a cancelling", () => {
    expect(attendPage(event, waiting, at("11:30:00"))).toBe("ended")
    expect(attendPage(event, offered, at("11:30:00"))).toBe("ended")
    expect(attendPage(event, cancelled, at("11:30:00"))).toBe("cancelled")
    expect(attendPage(event, { ...cancelled, cancelledBy: "lapse" }, at("11:30:00"))).toBe("cancelled")
    expect(attendPage({ ...event, status: "cancelled" }, cancelled, dayBefore)).toBe("cancelledEvent")
  })
})

test("who cancelled, or let an offer pass, may come back until the end; whom an organiser cancelled may not", () => {
  const may = (person: Parameters<typeof attendPage>[1], now: Date) => mayComeBack(attendPage(event, person, now), person, event, now)
  expect(may(cancelled, dayBefore)).toBe(true)
  expect(may({ ...cancelled, cancelledBy: "lapse" }, dayBefore)).toBe(true)
  expect(may(offered, at("08:00:00"))).toBe(true)
  expect(may(offered, dayBefore)).toBe(false)
  expect(may(registered, dayBefore)).toBe(false)
  expect(may({ ...cancelled, cancelledBy: "organiser" }, dayBefore)).toBe(false)
  expect(may(cancelled, at("11:30:00"))).toBe(false)
})

test("the page looks again a second after it has something else to say, and otherwise often near the start alone", () => {
  expect(secondsToNextLook(event, registered, dayBefore)).toBe(300)
  expect(secondsToNextLook(event, registered, at("08:00:00"))).toBe(30)
  expect(secondsToNextLook(event, registered, at("08:44:50"))).toBe(11)
  expect(secondsToNextLook(event, registered, at("08:44:59"))).toBe(5)
  expect(secondsToNextLook(event, offered, at("07:58:00"))).toBe(30)
  expect(secondsToNextLook(event, offered, at("07:59:50"))).toBe(11)
})
