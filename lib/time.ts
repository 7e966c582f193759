import { TZDate } from "@date-fns/tz"

// The only place that turns instants into words. Every function takes the zone: nothing here knows the machine's own.

type Parts = Intl.DateTimeFormatOptions

/** Making a formatter takes a hundred times as long as using one, and a letter needs a dozen. */
const made = new Map<string, Intl.DateTimeFormat>()
const mostMade = 500

function formatter(locale: string, timeZone: string, parts: Parts): Intl.DateTimeFormat {
  const name = `${locale} ${timeZone} ${JSON.stringify(parts)}`
  const known = made.get(name)
  if (known) return known
  if (made.size >= mostMade) made.clear()
  const fresh = new Intl.DateTimeFormat(locale, { timeZone, ...parts })
  made.set(name, fresh)
  return fresh
}

const format = (at: Date, timeZone: string, parts: Parts) => formatter("en-GB", timeZone, parts).format(at).replace(/,/g, "")
const isoDay = (at: Date, timeZone: string) => formatter("en-CA", timeZone, {}).format(at)

/** "Thursday 8 October 2020" */
export const longDay = (at: Date, zone: string): string => format(at, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" })

/** "Wednesday 7 October" */
export const dayAndMonth = (at: Date, zone: string): string => format(at, zone, { weekday: "long", day: "numeric", month: "long" })

/** "Thu 8 Oct" */
export const shortDay = (at: Date, zone: string): string => format(at, zone, { weekday: "short", day: "numeric", month: "short" })

/** "8 October 2020" */
export const plainDate = (at: Date, zone: string): string => format(at, zone, { day: "numeric", month: "long", year: "numeric" })

/** "10:00" */
export const clockTime = (at: Date, zone: string): string => format(at, zone, { hour: "2-digit", minute: "2-digit", hour12: false })

/** "12 Sep, 14:02" */
export const stamp = (at: Date, zone: string): string => `${format(at, zone, { day: "numeric", month: "short" })}, ${clockTime(at, zone)}`

/** "UTC+1", "UTC", "UTC+5:45": the offset in force at that instant. */
export function utcOffset(at: Date, zone: string): string {
  const parts = formatter("en-GB", zone, { timeZoneName: "shortOffset" }).formatToParts(at)
  return (parts.find((part) => part.type === "timeZoneName")?.value ?? "UTC").replace("GMT", "UTC").replace(/\+0$/, "")
}

/** "London" for Europe/London. */
export const placeOfZone = (zone: string): string => (zone.split("/").pop() ?? zone).replaceAll("_", " ")

/** "10:00 to 12:30, London (UTC+1)" */
export function timeSpan(from: Date, to: Date, zone: string): string {
  const end = longDay(from, zone) === longDay(to, zone) ? clockTime(to, zone) : `${dayAndMonth(to, zone)}, ${clockTime(to, zone)}`
  return `${clockTime(from, zone)} to ${end}, ${placeOfZone(zone)} (${utcOffset(from, zone)})`
}

/** "Thu 8 Oct, 10:00 London", as subjects of letters say it. */
export const subjectTime = (at: Date, zone: string): string => `${shortDay(at, zone)}, ${clockTime(at, zone)} ${placeOfZone(zone)}`

/** The number of the day in the zone. A day at a clock change has 23 or 25 hours, so days are not counted in hours. */
const dayNumber = (at: Date, zone: string): number => Date.parse(isoDay(at, zone)) / 86_400_000

/** "today", "tomorrow" or "on Thursday 8 October", as seen in the zone. */
export function dayFrom(now: Date, at: Date, zone: string): string {
  const days = dayNumber(at, zone) - dayNumber(now, zone)
  if (days === 0) return "today"
  if (days === 1) return "tomorrow"
  return `on ${dayAndMonth(at, zone)}`
}

/** "12 minutes", "3 hours", "4 days": how long, in the largest unit that fits. */
export function howLong(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000))
  const [count, unit] = minutes < 90 ? [minutes, "minute"] : minutes < 48 * 60 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"]
  return `${count} ${unit}${count === 1 ? "" : "s"}`
}

/** The offsets now and at the event, when the clocks change between the two; else null. */
export function clockChange(now: Date, at: Date, zone: string): { before: string; after: string } | null {
  const [before, after] = [utcOffset(now, zone), utcOffset(at, zone)]
  return now < at && before !== after ? { before, after } : null
}

/** "20261008", for file names. */
export const compactDate = (at: Date, zone: string): string => isoDay(at, zone).replaceAll("-", "")

/** The instant at which the clocks of a zone show this day ("2020-10-08") and time ("10:00"). A time that a clock change leaves out is read as the one an hour later. */
export function instantOf(day: string, time: string, zone: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number)
  const [hour = 0, minute = 0] = time.split(":").map(Number)
  return new Date(new TZDate(year, month - 1, date, hour, minute, zone).getTime())
}

/** "2020-10-08", for fields that take a day. */
export const fieldDay = (at: Date, zone: string): string => isoDay(at, zone)

/** "2020-10-08T10:00", for fields that take a day and a time. */
export const fieldMoment = (at: Date, zone: string): string => `${fieldDay(at, zone)}T${clockTime(at, zone)}`

/** The instant of a "2020-10-08T10:00" in a zone. null for an empty one. */
export function instantOfMoment(moment: string, zone: string): Date | null {
  const [day, time] = moment.split("T")
  return day && time ? instantOf(day, time, zone) : null
}

/**
 * Start and end as the clocks of a zone show them, as instants. Without `endDay` it ends on the day on which it starts. An end that a clock change
 * brings before the start is moved on with it.
 */
export function spanOf({ day, from, to, endDay }: { day: string; from: string; to: string; endDay: string }, zone: string) {
  const [startsAt, endsAt] = [instantOf(day, from, zone), instantOf(endDay || day, to, zone)]
  return { startsAt, endsAt: endsAt > startsAt ? endsAt : new Date(endsAt.getTime() + 3_600_000) }
}

/** Every zone that this machine knows, by its IANA name. */
export const listTimeZones = (): string[] => ["UTC", ...Intl.supportedValuesOf("timeZone")]

/** True also for the other names of a zone, which the list leaves out. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== ""
  } catch {
    return false
  }
}
