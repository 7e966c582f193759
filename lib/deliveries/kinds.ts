// The letters a person can be owed. Lower urgency goes first; one connection is kept for what is urgent.

export const urgent = 10

export const kinds = {
  "sign-in": { to: "user", afterTheEvent: true, label: "Sign-in link" },
  confirmation: { to: "attendee", afterTheEvent: false, label: "Confirmation" },
  waiting: { to: "attendee", afterTheEvent: false, label: "Waiting list" },
  already: { to: "attendee", afterTheEvent: false, label: "Already registered" },
  cancelled: { to: "attendee", afterTheEvent: true, label: "Cancelled" },
  join: { to: "attendee", afterTheEvent: false, label: "Joining details" },
} as const satisfies Record<string, { to: "user" | "attendee"; afterTheEvent: boolean; label: string }>

export type Kind = keyof typeof kinds
export type AttendeeKind = { [K in Kind]: (typeof kinds)[K]["to"] extends "attendee" ? K : never }[Kind]

export const isAttendeeKind = (kind: string): kind is AttendeeKind => Object.hasOwn(kinds, kind) && kind !== "sign-in"

type Owed = {
  kind: AttendeeKind
  round: number
  event: { status: "draft" | "published" | "cancelled"; endsAt: Date; joinUrl: string | null; joinReleasedVersion: number | null }
  registration: { status: "registered" | "waiting" | "offered" | "cancelled"; round: number; bouncedAt: Date | null }
}

/** Why a row must not be sent any more, or null when it may. Pure: asked again each time the row is claimed. */
export function withholdReason({ kind, round, event, registration }: Owed, now: Date): string | null {
  if (registration.bouncedAt) return "bounced address"
  if (round !== registration.round) return "superseded"
  if (event.status !== "published") return "event cancelled"
  if (!kinds[kind].afterTheEvent && now >= event.endsAt) return "event over"
  if ((kind === "cancelled") !== (registration.status === "cancelled")) return kind === "cancelled" ? "superseded" : "cancelled"
  if (kind === "join" && (!event.joinUrl || event.joinReleasedVersion === null)) return "not released"
  if (kind === "waiting" && registration.status !== "waiting") return "superseded"
  return null
}
