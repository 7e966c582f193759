import { doorsCloseAt, doorsOpenAt } from "@/lib/events/rules"

// What an attendee's page shows at a moment. Pure: the clock is an argument.

export type AttendPage = "cancelledEvent" | "cancelled" | "lapsed" | "waiting" | "offered" | "ended" | "early" | "open" | "noLink"

type Attended = {
  status: "draft" | "published" | "cancelled"
  startsAt: Date
  endsAt: Date
  doorsOpenMinutes: number
  joinUrl: string | null
  recordingUrl: string | null
}
type Attending = { status: "registered" | "waiting" | "offered" | "cancelled"; cancelledBy: string | null; offeredUntil: Date | null }

/** Which of its faces an attendee's page shows. */
export function attendPage(event: Attended, { status, cancelledBy, offeredUntil }: Attending, now: Date): AttendPage {
  if (event.status === "cancelled") return "cancelledEvent"
  const isOver = now >= event.endsAt
  if (status === "cancelled") return cancelledBy === "lapse" && !isOver ? "lapsed" : "cancelled"
  if (status === "registered") return wayIn(event, now)
  if (isOver) return "ended"
  if (status === "waiting") return "waiting"
  return offeredUntil && now < offeredUntil ? "offered" : "lapsed"
}

function wayIn(event: Attended, now: Date): AttendPage {
  if (now < doorsOpenAt(event)) return "early"
  if (now < event.endsAt) return event.joinUrl ? "open" : "noLink"
  // It may run late, until there is something to see of it.
  return event.joinUrl && !event.recordingUrl && now < doorsCloseAt(event) ? "open" : "ended"
}

/** Whether the person may come back by their own word. Whom an organiser cancelled only an organiser brings back. */
export const mayComeBack = (face: AttendPage, { cancelledBy }: Pick<Attending, "cancelledBy">, event: Attended, now: Date): boolean =>
  now < event.endsAt && (face === "lapsed" || (face === "cancelled" && cancelledBy !== "organiser"))

/**
 * After how many seconds the page looks again by itself: when it will say something else, and often once anything can happen. Between, seldom:
 * whoever reads it with a screen reader starts anew each time.
 */
export function secondsToNextLook(event: Attended, { offeredUntil }: Attending, now: Date): number {
  const moments = [doorsOpenAt(event), event.startsAt, event.endsAt, doorsCloseAt(event), offeredUntil]
  const ahead = moments.flatMap((moment) => (moment && moment > now ? [Math.ceil((moment.getTime() - now.getTime()) / 1000) + 1] : []))
  const usual = now > new Date(doorsOpenAt(event).getTime() - 3_600_000) ? 30 : 300
  return Math.max(5, Math.min(usual, ...ahead))
}
