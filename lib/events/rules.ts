import { differencesIn } from "@/lib/differences"
import { clockTime, fieldDay, fieldMoment } from "@/lib/time"

// What is true of an event at a moment. Pure: the clock is an argument.

type Timed = { status: "draft" | "published" | "cancelled"; startsAt: Date; endsAt: Date }
type Bookable = Timed & { capacity: number; taken: number; waitingList: boolean; registrationOpensAt: Date | null; registrationClosesAt: Date | null }

/** When the button to join appears on the attendees' pages. */
export const doorsOpenAt = (event: { startsAt: Date; doorsOpenMinutes: number }): Date => new Date(event.startsAt.getTime() - event.doorsOpenMinutes * 60_000)

/** Sessions run late: whoever comes back after a broken line finds the door open for this long after the end. */
export const doorsCloseAt = (event: { endsAt: Date }): Date => new Date(event.endsAt.getTime() + 3_600_000)

export type Phase = "upcoming" | "live" | "ended" | "cancelled"

export function phaseOf(event: Timed, now: Date): Phase {
  if (event.status === "cancelled") return "cancelled"
  if (now >= event.endsAt) return "ended"
  return now >= event.startsAt ? "live" : "upcoming"
}

export type RegistrationState = "open" | "waiting" | "full" | "notYet" | "closed" | "ended" | "cancelled"

/** What the registration form says. The database decides; this is how a page tells it. */
export function registrationState(event: Bookable, now: Date): RegistrationState {
  const phase = phaseOf(event, now)
  if (phase === "cancelled" || phase === "ended") return phase
  if (event.registrationOpensAt && now < event.registrationOpensAt) return "notYet"
  if (event.registrationClosesAt && now >= event.registrationClosesAt) return "closed"
  if (event.taken < event.capacity) return "open"
  return event.waitingList ? "waiting" : "full"
}

/** Few enough places that the page says so. The same mark as in register_attendee, which makes the page new when it is crossed. */
export function isNearlyFull(event: { capacity: number; taken: number }): boolean {
  return event.taken < event.capacity && event.taken >= Math.ceil(event.capacity * 0.9)
}

/** When link and passcode go out: as the organiser chose, else 24 hours before the start. */
export function joinReleaseTime(event: { startsAt: Date; joinReleaseAt: Date | null }): Date {
  return event.joinReleaseAt ?? new Date(event.startsAt.getTime() - 24 * 3_600_000)
}

/** The day on which names and addresses are deleted. */
export function deletionDate(event: { endsAt: Date; retentionDays: number }): Date {
  return new Date(event.endsAt.getTime() + event.retentionDays * 86_400_000)
}

/** What the desk's form shows of an event, by field. A box that is not ticked is not there. */
export const eventFields = (event: Editable) => ({
  slug: event.slug,
  title: event.title,
  host: event.host,
  summary: event.summary,
  about: event.about,
  programme: event.programme,
  notice: event.notice ?? "",
  capacity: String(event.capacity),
  registrationOpens: event.registrationOpensAt ? fieldMoment(event.registrationOpensAt, event.timeZone) : "",
  registrationCloses: event.registrationClosesAt ? fieldMoment(event.registrationClosesAt, event.timeZone) : "",
  offerHours: String(event.offerHours),
  doorsOpenMinutes: String(event.doorsOpenMinutes),
  retentionDays: String(event.retentionDays),
  privacyNotice: event.privacyNotice,
  replyTo: event.replyTo ?? "",
  embedOrigins: event.embedOrigins.join("\n"),
  ...(event.waitingList && { waitingList: "yes" }),
})
export type EventFields = ReturnType<typeof eventFields>

const shownTexts = ["title", "host", "summary", "about", "programme", "notice"] as const

/** An event with the texts that somebody has typed and not saved. */
export function withTyped<Shown extends Record<(typeof shownTexts)[number], string | null>>(event: Shown, typed: Record<string, string>): Shown {
  return { ...event, ...Object.fromEntries(shownTexts.flatMap((text) => (typed[text] === undefined ? [] : [[text, typed[text]]]))) }
}

type Texts = Record<"slug" | "title" | "host" | "summary" | "about" | "programme" | "privacyNotice" | "timeZone", string>
type Editable = Texts & {
  notice: string | null
  replyTo: string | null
  embedOrigins: string[]
  capacity: number
  waitingList: boolean
  offerHours: number
  doorsOpenMinutes: number
  registrationOpensAt: Date | null
  registrationClosesAt: Date | null
  retentionDays: number
}

const fieldLabels: Record<keyof EventFields, string> = {
  slug: "Address",
  title: "Title",
  host: "Host",
  summary: "Summary",
  about: "About",
  programme: "Programme",
  notice: "Banner",
  capacity: "Places",
  registrationOpens: "Registration opens",
  registrationCloses: "Registration closes",
  retentionDays: "Days until deletion",
  privacyNotice: "Privacy notice",
  replyTo: "Who answers questions",
  embedOrigins: "Other sites with the form",
  waitingList: "Waiting list",
  offerHours: "Hours for which a place is kept",
  doorsOpenMinutes: "Minutes from the doors to the start",
}
/** Where what somebody typed differs from what is saved now, in the words of the desk. */
export const differencesOf = (event: Editable, typed: Record<string, string>) => differencesIn(fieldLabels, eventFields(event), typed)

type JoinDetails = { joinUrl: string | null; passcode: string | null; joinInstructions: string | null }
/** What the form of link and passcode says of an event. */
export const joinFields = ({ joinUrl, passcode, joinInstructions }: JoinDetails) => ({
  joinUrl: joinUrl ?? "",
  passcode: passcode ?? "",
  joinInstructions: joinInstructions ?? "",
})
export const joinLabels = { joinUrl: "Link", passcode: "Passcode", joinInstructions: "Anything else" }
/** Where typed link, passcode and instructions differ from those that are saved now. */
export const joinDifferences = (event: JoinDetails, typed: Record<string, string>) => differencesIn(joinLabels, joinFields(event), typed)

/** When an event is, by field: as the clocks of its zone show it. */
export function timesOf({ startsAt, endsAt, timeZone }: { startsAt: Date; endsAt: Date; timeZone: string }) {
  const [day, lastDay] = [fieldDay(startsAt, timeZone), fieldDay(endsAt, timeZone)]
  return { day, from: clockTime(startsAt, timeZone), to: clockTime(endsAt, timeZone), endDay: lastDay === day ? "" : lastDay }
}
