import { expect, test } from "vitest"
import { type AttendeeKind, isAttendeeKind, kinds, withholdReason } from "@/lib/deliveries/kinds"

type Owed = Parameters<typeof withholdReason>[0]
const endsAt = new Date("2020-10-08T11:30:00Z")
const before = new Date("2020-10-07T09:00:00Z")
const released: Owed["event"] = { status: "published", endsAt, joinUrl: "https://webinar.example/j/1", joinReleasedVersion: 1 }
const ada: Owed["registration"] = { status: "registered", round: 1, bouncedAt: null }

const reason = (kind: AttendeeKind, registration: Partial<Owed["registration"]> = {}, event: Partial<Owed["event"]> = {}, now = before) =>
  withholdReason({ kind, round: 1, event: { ...released, ...event }, registration: { ...ada, ...registration } }, now)

const statusFor = (kind: AttendeeKind) => (kind === "cancelled" ? "cancelled" : kind === "waiting" ? "waiting" : "registered")
const attendeeKinds = Object.keys(kinds).filter(isAttendeeKind)

test.each(attendeeKinds)("the letter %s goes to a person whose state it fits", (kind) => {
  expect(reason(kind, { status: statusFor(kind) })).toBeNull()
})

test.each(attendeeKinds)("the letter %s does not go to an address that bounced, nor for an earlier round, nor once the event is cancelled", (kind) => {
  const status = statusFor(kind)
  expect(reason(kind, { status, bouncedAt: before })).toBe("bounced address")
  expect(reason(kind, { status, round: 2 })).toBe("superseded")
  expect(reason(kind, { status }, { status: "cancelled" })).toBe("event cancelled")
  expect(reason(kind, { status }, { status: "draft" })).toBe("event cancelled")
})

test.each(["confirmation", "join", "already", "waiting"] as const)("the letter %s that still waits when the event is over is withheld", (kind) => {
  const status = statusFor(kind)
  expect(reason(kind, { status }, {}, new Date(endsAt.getTime() - 1))).toBeNull()
  expect(reason(kind, { status }, {}, endsAt)).toBe("event over")
})

test("who cancels late is told so even when the event is over", () => {
  expect(reason("cancelled", { status: "cancelled" }, {}, endsAt)).toBeNull()
})

test.each(["confirmation", "join", "already", "waiting"] as const)("who has cancelled gets no letter %s any more", (kind) => {
  expect(reason(kind, { status: "cancelled" })).toBe("cancelled")
})

test("who is back after cancelling is not told that the place is gone", () => {
  expect(reason("cancelled", { status: "registered" })).toBe("superseded")
})

test("joining details do not go before they are released, nor without a link", () => {
  expect(reason("join", {}, { joinReleasedVersion: null })).toBe("not released")
  expect(reason("join", {}, { joinUrl: null })).toBe("not released")
})

test("who has moved up from the waiting list is not told to wait", () => {
  expect(reason("waiting", { status: "registered" })).toBe("superseded")
  expect(reason("waiting", { status: "offered" })).toBe("superseded")
})

test("an organiser's sign-in letter is not one of an attendee's, and unknown letters are none at all", () => {
  expect(["sign-in", "join", "toString", "nonsense"].map(isAttendeeKind)).toEqual([false, true, false, false])
})
