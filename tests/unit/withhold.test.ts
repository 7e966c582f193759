import { expect, test } from "vitest"
import { type AttendeeKind, isAttendeeKind, kinds, mailboxOf, withholdReason } from "@/lib/deliveries/rules"

type Owed = Parameters<typeof withholdReason>[0]
const endsAt = new Date("2020-10-08T11:30:00Z")
const before = new Date("2020-10-07T09:00:00Z")
const released: Owed["event"] = { status: "published", sequence: 3, endsAt, joinUrl: "https://webinar.example/j/1", joinReleasedVersion: 1 }
const ada: Owed["registration"] = { status: "registered", round: 1, bouncedAt: null, mailStoppedAt: null }

const asked: NonNullable<Owed["change"]> = { askedAt: before, isStillWished: true }
const named = new Set<AttendeeKind>(["moved", "reminder", "event-cancelled"])
const reason = (
  kind: AttendeeKind,
  registration: Partial<Owed["registration"]> = {},
  event: Partial<Owed["event"]> = {},
  now = before,
  heldVersion: number | null = null,
) => {
  const row = { kind, round: 1, sequence: named.has(kind) ? 3 : null, heldVersion, change: mailboxOf(kind) ? asked : null }
  const status = kind === "event-cancelled" ? "cancelled" : "published"
  return withholdReason({ ...row, event: { ...released, status, ...event }, registration: { ...ada, ...registration } }, now)
}

const goodbyes = new Set<AttendeeKind>(["cancelled", "offer-ended"])
const statusFor = (kind: AttendeeKind) => (goodbyes.has(kind) ? "cancelled" : kind === "waiting" ? "waiting" : kind === "offer" ? "offered" : "registered")
const attendeeKinds = Object.keys(kinds).filter(isAttendeeKind)
const ofPublished = attendeeKinds.filter((kind) => !["event-cancelled", "message", "lost-link", "address-changed"].includes(kind))

test.each(attendeeKinds)("the letter %s goes to a person whose state it fits", (kind) => {
  expect(reason(kind, { status: statusFor(kind) })).toBeNull()
})

test.each(attendeeKinds)(
  "the letter %s does not go to an address that bounced, nor for an earlier round, apart from a message, which nothing would owe again, and from what goes to another mailbox",
  (kind) => {
    const status = statusFor(kind)
    expect(reason(kind, { status, bouncedAt: before })).toBe(mailboxOf(kind) ? null : "bounced address")
    expect(reason(kind, { status, round: 2 })).toBe(kind === "message" || kind === "address-changed" ? null : "superseded")
  },
)

test.each(ofPublished)("the letter %s does not go once the event is cancelled", (kind) => {
  const status = statusFor(kind)
  expect(reason(kind, { status }, { status: "cancelled" })).toBe("event cancelled")
  expect(reason(kind, { status }, { status: "draft" })).toBe("event cancelled")
})

test("that the event is cancelled is said of a cancelled event alone, and an organiser's message may go then too", () => {
  expect(reason("event-cancelled", {}, { status: "published" })).toBe("superseded")
  expect(reason("message", {}, { status: "cancelled" })).toBeNull()
})

test.each([...named])("the letter %s is stale once the event was moved again", (kind) => {
  expect(reason(kind, {}, { sequence: 4 })).toBe("superseded")
})

test("whoever stopped reminders and messages gets none of them, and everything else", () => {
  const stopped = attendeeKinds.filter((kind) => reason(kind, { status: statusFor(kind), mailStoppedAt: before }) === "stopped by the person")
  expect(stopped.sort()).toEqual(["after", "message", "reminder"])
})

test("whoever has the released details from another letter does not get them again", () => {
  expect(reason("join", {}, { joinReleasedVersion: 2 }, before, 1)).toBeNull()
  expect(reason("join", {}, { joinReleasedVersion: 2 }, before, 2)).toBe("has these details already")
})

test("a recording goes when the session is over", () => {
  expect(reason("after", {}, {}, endsAt)).toBeNull()
})

test.each(["confirmation", "join", "already", "waiting", "offer", "offer-ended", "reminder", "moved", "event-cancelled"] as const)(
  "the letter %s that still waits when the event is over is withheld",
  (kind) => {
    const status = statusFor(kind)
    expect(reason(kind, { status }, {}, new Date(endsAt.getTime() - 1))).toBeNull()
    expect(reason(kind, { status }, {}, endsAt)).toBe("event over")
  },
)

test("who cancels late is told so even when the event is over", () => {
  expect(reason("cancelled", { status: "cancelled" }, {}, endsAt)).toBeNull()
})

test.each(attendeeKinds.filter((kind) => !["cancelled", "lost-link", "address-changed", "offer-ended"].includes(kind)))(
  "who has cancelled gets no letter %s any more",
  (kind) => {
    expect(reason(kind, { status: "cancelled" })).toBe("cancelled")
  },
)

test("who is back after cancelling is not told that the place is gone", () => {
  expect(reason("cancelled", { status: "registered" })).toBe("superseded")
})

test("joining details do not go before they are released, nor without a link", () => {
  expect(reason("join", {}, { joinReleasedVersion: null })).toBe("not released")
  expect(reason("join", {}, { joinUrl: null })).toBe("not released")
})

test("who has taken or lost the place is not asked any more whether they take it, and who is back is not told that the offer has ended", () => {
  expect(reason("offer", { status: "registered" })).toBe("superseded")
  expect(reason("offer", { status: "cancelled" })).toBe("cancelled")
  expect(reason("offer-ended", { status: "waiting" })).toBe("superseded")
})

test("who has moved up from the waiting list is not told to wait", () => {
  expect(reason("waiting", { status: "registered" })).toBe("superseded")
  expect(reason("waiting", { status: "offered" })).toBe("superseded")
})

test("an organiser's sign-in letter is not one of an attendee's, and unknown letters are none at all", () => {
  expect(["sign-in", "join", "toString", "nonsense"].map(isAttendeeKind)).toEqual([false, true, false, false])
})

test("only the newest wish for another address is written to, for a day", () => {
  const proof = (change: Owed["change"], now = before) =>
    withholdReason({ kind: "address-proof", round: 1, sequence: null, heldVersion: null, change, event: released, registration: ada }, now)
  expect(proof({ ...asked, isStillWished: false })).toBe("superseded")
  expect(proof(asked, new Date(before.getTime() + 24 * 3_600_000 - 1))).toBeNull()
  expect(proof(asked, new Date(before.getTime() + 24 * 3_600_000))).toBe("link expired")
})
