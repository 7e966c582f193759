import ical, { foldLines, ICalCalendarMethod, type ICalEventData, ICalEventStatus } from "ical-generator"
import { settings } from "@/lib/env"

type CalendarEvent = {
  id: string
  slug: string
  title: string
  summary: string
  host: string
  startsAt: Date
  endsAt: Date
  sequence: number
  status: "draft" | "published" | "cancelled"
  updatedAt: Date
}
type Invited = { name: string; email: string; round: number }
type Method = "PUBLISH" | "REQUEST" | "CANCEL"

/**
 * The event as an iCalendar file to download (RFC 5545): UTC times, one UID for mail and download, the stored SEQUENCE.
 * It holds no personal link, because people share calendars.
 */
export function calendarFile(event: CalendarEvent): string {
  return write("PUBLISH", entry(event))
}

/**
 * The event as it is mailed to one person (RFC 5546): REQUEST puts it into the diary or changes it there, CANCEL takes it out, under the UID of the
 * download. SEQUENCE rises with the event, and with each of the person's own cancels and returns.
 */
export function invitation(event: CalendarEvent, person: Invited, organiser: string, method: "REQUEST" | "CANCEL"): string {
  const isOwnCancel = method === "CANCEL" && event.status !== "cancelled"
  const file = writeOnce(method, {
    ...entry(event),
    sequence: event.sequence + 2 * (person.round - 1) + (isOwnCancel ? 1 : 0),
    status: method === "CANCEL" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: asParameter(event.host) || "The organisers", email: organiser },
  })
  const attendee = foldLines(`ATTENDEE;CN="${asParameter(person.name)}";PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:${person.email}`)
  return file.replace("END:VEVENT", () => `${attendee}\r\nEND:VEVENT`)
}

/**
 * A name beside an address, in one line. A double quotation mark would end it, and what follows would be read as the address (RFC 5545, section 3.2);
 * what a backslash does there, calendars do not agree on.
 */
const asParameter = (name: string) => name.replace(/[\s\p{Cc}]+/gu, " ").replace(/["\\]/g, "'")

function entry(event: CalendarEvent): ICalEventData {
  const site = settings().SITE_URL
  return {
    id: `${event.id}@${new URL(site).hostname}`,
    sequence: event.sequence,
    stamp: event.updatedAt,
    start: event.startsAt,
    end: event.endsAt,
    summary: event.title,
    description: `${event.summary}\n\nYour joining link comes by e-mail, and stands on your own page.`.trim(),
    location: "Online",
    url: `${site}/events/${event.slug}`,
    status: event.status === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  }
}

function write(method: Method, event: ICalEventData): string {
  const calendar = ical({ prodId: { company: "Foyer", product: "Foyer" }, method: ICalCalendarMethod[method] })
  calendar.createEvent(event)
  // Every line ends in CRLF, the last one too.
  return `${calendar.toString()}\r\n`
}

/** The same file goes to hundreds of people, each with a line of their own in it. */
const written = new Map<string, string>()
const mostKept = 100

function writeOnce(method: Method, event: ICalEventData): string {
  const content = JSON.stringify([method, event])
  const known = written.get(content)
  if (known) return known
  if (written.size >= mostKept) written.clear()
  const file = write(method, event)
  written.set(content, file)
  return file
}
