import { isProofOver } from "@/lib/own-details/rules"

// The letters of the house: who gets each, when it may still go, and how urgent it is. Lower goes first.

/** Up to here a letter is urgent: it overtakes the others, and goes while a run is paused. */
export const urgent = 10
/** The urgency of what must arrive before a session that begins within three hours. */
export const nearTheStart = 12

type Status = "registered" | "waiting" | "offered" | "cancelled"
type AttendeeRule = {
  to: "attendee"
  label: string
  urgency: number
  /** The status of the person that the letter is for. */
  for: readonly Status[]
  /** What the event must be. */
  event: "published" | "cancelled" | "any"
  afterTheEvent: boolean
  /** Left out for whoever wants no reminders and messages (RFC 8058). */
  stoppable: boolean
  /** Goes to the person in whatever round: nothing would owe it again. */
  everyRound?: boolean
  /** About a change of address: it goes to the new mailbox, or to the old one, whatever became of the one that counts. */
  mailbox?: "new" | "old"
}
type UserRule = { to: "user"; label: string; urgency: number }
/** To somebody of whom nothing is left but the address. */
type FormerRule = { to: "former"; label: string; urgency: number }

const whoeverHopes = ["registered", "waiting", "offered"] as const
const everybody = [...whoeverHopes, "cancelled"] as const
const ordinary = { to: "attendee", event: "published", afterTheEvent: false, stoppable: false } as const

export const kinds = {
  "sign-in": { to: "user", label: "Sign-in link", urgency: 0 },
  invitation: { to: "user", label: "Invitation", urgency: 5 },
  test: { to: "user", label: "Test", urgency: 5 },
  alarm: { to: "user", label: "Alarm", urgency: 10 },
  deletion: { to: "user", label: "Personal data deleted", urgency: 45 },
  "lost-link": { ...ordinary, label: "Lost link", urgency: 6, for: everybody, event: "any", afterTheEvent: true },
  "address-proof": { ...ordinary, label: "New address to confirm", urgency: 7, for: whoeverHopes, mailbox: "new" },
  "address-changed": {
    ...ordinary,
    label: "Address changed",
    urgency: 10,
    for: everybody,
    event: "any",
    afterTheEvent: true,
    mailbox: "old",
    everyRound: true,
  },
  erased: { to: "former", label: "Data deleted", urgency: 9 },
  confirmation: { ...ordinary, label: "Confirmation", urgency: 10, for: ["registered"] },
  waiting: { ...ordinary, label: "Waiting list", urgency: 10, for: ["waiting"] },
  offer: { ...ordinary, label: "Place on offer", urgency: 10, for: ["offered"] },
  reminder: { ...ordinary, label: "Reminder", urgency: 13, for: ["registered"], stoppable: true },
  again: { ...ordinary, label: "Sent again", urgency: 15, for: whoeverHopes },
  moved: { ...ordinary, label: "Moved", urgency: 16, for: whoeverHopes },
  "event-cancelled": { ...ordinary, label: "Event cancelled", urgency: 16, for: whoeverHopes, event: "cancelled" },
  details: { ...ordinary, label: "Details changed", urgency: 18, for: whoeverHopes },
  already: { ...ordinary, label: "Already registered", urgency: 20, for: whoeverHopes },
  cancelled: { ...ordinary, label: "Cancelled", urgency: 20, for: ["cancelled"], afterTheEvent: true },
  "offer-ended": { ...ordinary, label: "Offer ended", urgency: 20, for: ["cancelled"] },
  join: { ...ordinary, label: "Joining details", urgency: 30, for: ["registered"] },
  message: { to: "attendee", label: "Message", urgency: 40, for: whoeverHopes, event: "any", afterTheEvent: true, stoppable: true, everyRound: true },
  after: { to: "attendee", label: "Recording", urgency: 50, for: ["registered"], event: "published", afterTheEvent: true, stoppable: true },
} as const satisfies Record<string, AttendeeRule | UserRule | FormerRule>

export type Kind = keyof typeof kinds
type KindTo<To> = { [K in Kind]: (typeof kinds)[K]["to"] extends To ? K : never }[Kind]
export type AttendeeKind = KindTo<"attendee">
export type UserKind = KindTo<"user">

const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind)
/** Whether a word of the ledger names a letter to an attendee. */
export const isAttendeeKind = (kind: string): kind is AttendeeKind => isKind(kind) && kinds[kind].to === "attendee"
/** Whether it names a letter to an organiser. */
export const isUserKind = (kind: string): kind is UserKind => isKind(kind) && kinds[kind].to === "user"

/** Which mailbox a letter about a change of address goes to. undefined: it is about none, and goes to the person's own. */
export const mailboxOf = (kind: AttendeeKind): AttendeeRule["mailbox"] => rulesOf(kind).mailbox
const rulesOf = (kind: AttendeeKind): AttendeeRule => kinds[kind]

/** The name of a kind of letter in the words of the desk. */
export const labelOf = (kind: string): string => (isKind(kind) ? kinds[kind].label : kind)

type Owed = {
  kind: AttendeeKind
  round: number
  /** The sequence that the row's key names. null: it names none. */
  sequence: number | null
  /** The newest version of the join details that the person was mailed. null: none. */
  heldVersion: number | null
  /** The change of address that the row is about. null: it is about none. */
  change: { askedAt: Date; isStillWished: boolean } | null
  event: { status: "draft" | "published" | "cancelled"; sequence: number; endsAt: Date; joinUrl: string | null; joinReleasedVersion: number | null }
  registration: { status: Status; round: number; bouncedAt: Date | null; mailStoppedAt: Date | null }
}

/** Why a row must not be sent any more, or null when it may. Pure: asked again each time the row is claimed. */
export function withholdReason({ kind, round, sequence, heldVersion, change, event, registration }: Owed, now: Date): string | null {
  const rule = rulesOf(kind)
  if (registration.bouncedAt && !rule.mailbox) return "bounced address"
  if (!rule.everyRound && round !== registration.round) return "superseded"
  if (rule.event !== "any" && event.status !== rule.event) return rule.event === "cancelled" ? "superseded" : "event cancelled"
  if (sequence !== null && sequence !== event.sequence) return "superseded"
  if (!rule.afterTheEvent && now >= event.endsAt) return "event over"
  if (!rule.for.includes(registration.status)) return registration.status === "cancelled" ? "cancelled" : "superseded"
  if (rule.stoppable && registration.mailStoppedAt) return "stopped by the person"
  if (kind === "address-proof" && !change?.isStillWished) return "superseded"
  if (kind === "address-proof" && change && isProofOver(change.askedAt, now)) return "link expired"
  if (kind !== "join") return null
  if (!event.joinUrl || event.joinReleasedVersion === null) return "not released"
  return heldVersion !== null && heldVersion >= event.joinReleasedVersion ? "has these details already" : null
}

export type TestStanding = "none" | "failed" | "on its way" | "not read" | "outdated" | "read"

/** Where the newest test mail of an event stands. "outdated": it carried an earlier version of the link. */
export function testStanding(
  event: { joinVersion: number; testConfirmedAt: Date | null },
  test: { state: string; version: number; createdAt: Date } | null,
): TestStanding {
  if (!test) return "none"
  if (test.state === "failed" || test.state === "withheld") return "failed"
  if (test.state !== "sent") return "on its way"
  if (test.version !== event.joinVersion) return "outdated"
  return event.testConfirmedAt && event.testConfirmedAt >= test.createdAt ? "read" : "not read"
}

/** Some letters in one state, with the reason if it has one. */
export type Outcome = { state: string; reason: string | null; count: number }

const number = (count: number) => count.toLocaleString("en-GB")

/** "sent 210, waiting 2, failed 1, withheld 1 (bounced address)": where some letters are. */
export function whereItIs(outcomes: Outcome[]): string {
  const count = (...states: string[]) => outcomes.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0)
  const reasons = outcomes.filter(({ state, reason }) => state === "withheld" && reason !== null)
  const why = reasons.length === 1 ? reasons[0]?.reason : reasons.map(({ count, reason }) => `${number(count)} ${reason}`).join(", ")
  const parts = { sent: count("sent"), waiting: count("queued", "sending", "data"), failed: count("failed"), withheld: count("withheld") }
  const shown = Object.entries(parts).filter(([part, letters]) => letters > 0 || part === "sent")
  return shown.map(([part, letters]) => `${part} ${number(letters)}${part === "withheld" && why ? ` (${why})` : ""}`).join(", ")
}

/** Whether some of them still wait. */
export const isOnItsWay = (outcomes: Outcome[]): boolean => outcomes.some(({ state }) => state === "queued" || state === "sending" || state === "data")
