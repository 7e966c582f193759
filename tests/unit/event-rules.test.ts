import { describe, expect, test } from "vitest"
import { deletionDate, isNearlyFull, joinReleaseTime, phaseOf, registrationState } from "@/lib/events/rules"

const at = (time: string) => new Date(`2020-10-08T${time}Z`)
const event = {
  status: "published" as const,
  startsAt: at("09:00:00"),
  endsAt: at("11:30:00"),
  capacity: 10,
  taken: 3,
  waitingList: false,
  registrationOpensAt: null,
  registrationClosesAt: null,
  joinUrl: "https://webinar.example/j/1",
}
const dayBefore = new Date("2020-10-07T09:00:00Z")

describe("an event", () => {
  test("is upcoming to its first moment, live to its last, then ended", () => {
    const phases = ["08:59:59", "09:00:00", "11:29:59", "11:30:00"].map((time) => phaseOf(event, at(time)))
    expect(phases).toEqual(["upcoming", "live", "live", "ended"])
  })

  test("that is cancelled stays cancelled, also when its time is over", () => {
    expect(phaseOf({ ...event, status: "cancelled" }, at("12:00:00"))).toBe("cancelled")
  })
})

describe("registration", () => {
  const state = (changes: Partial<Parameters<typeof registrationState>[0]>, now = dayBefore) => registrationState({ ...event, ...changes }, now)

  test("is open while there are places, and while the event is on", () => {
    expect(state({})).toBe("open")
    expect(state({ taken: 9 }, at("10:00:00"))).toBe("open")
  })

  test("is full at the last place, or goes on as a waiting list", () => {
    expect(state({ taken: 10 })).toBe("full")
    expect(state({ taken: 10, waitingList: true })).toBe("waiting")
  })

  test("opens and closes at the organiser's moments, to the second", () => {
    expect(state({ registrationOpensAt: at("09:00:01") }, at("09:00:00"))).toBe("notYet")
    expect(state({ registrationOpensAt: at("09:00:00") }, at("09:00:00"))).toBe("open")
    expect(state({ registrationClosesAt: at("09:00:01") }, at("09:00:00"))).toBe("open")
    expect(state({ registrationClosesAt: at("09:00:00"), taken: 10 }, at("09:00:00"))).toBe("closed")
  })

  test("is over with the event, and with its cancelling", () => {
    expect(state({}, at("11:30:00"))).toBe("ended")
    expect(state({ status: "cancelled", taken: 10 })).toBe("cancelled")
  })
})

test("an event is nearly full from nine tenths to the last place, and not once it is full", () => {
  const nearly = [0, 89, 90, 99, 100].map((taken) => isNearlyFull({ capacity: 100, taken }))
  expect(nearly).toEqual([false, false, true, true, false])
  expect(isNearlyFull({ capacity: 1, taken: 0 })).toBe(false)
})

test("link and passcode go out 24 hours before the start, or when the organiser chose", () => {
  expect(joinReleaseTime({ startsAt: event.startsAt, joinReleaseAt: null })).toEqual(dayBefore)
  expect(joinReleaseTime({ startsAt: event.startsAt, joinReleaseAt: at("08:00:00") })).toEqual(at("08:00:00"))
})

test("names and addresses are deleted so many days after the end", () => {
  expect(deletionDate({ endsAt: event.endsAt, retentionDays: 30 })).toEqual(new Date("2020-11-07T11:30:00Z"))
})
