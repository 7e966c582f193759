import ical, { ICalAttendeeStatus, ICalCalendarMethod, type ICalEventData, ICalEventStatus } from "ical-generator"
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
type Invited = { name: string; email: string; round: number; status: string; registeredAt: Date; cancelledAt: Date | null }

/**
 * The event as an iCalendar file to download (RFC 5545): UTC times, one UID for mail and download, the stored SEQUENCE.
 * It holds no personal link, because people share calendars.
 */
export function calendarFile(event: CalendarEvent): string {
  return write(ICalCalendarMethod.PUBLISH, entry(event))
}

/**
 * The event as it is mailed to one person (RFC 5546): REQUEST puts it into the diary or changes it there, CANCEL takes it out, under the UID of the
 * download. SEQUENCE rises with the event, and with each of the person's own cancels and returns.
 */
export function invitation(event: CalendarEvent, person: Invited, organiser: string, method: "REQUEST" | "CANCEL"): string {
  const isOwnCancel = method === "CANCEL" && event.status !== "cancelled"
  return write(ICalCalendarMethod[method], {
    ...entry(event),
    sequence: event.sequence + 2 * (person.round - 1) + (isOwnCancel ? 1 : 0),
    stamp: new Date(Math.max(event.updatedAt.getTime(), person.registeredAt.getTime(), person.cancelledAt?.getTime() ?? 0)),
    status: method === "CANCEL" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: event.host || "The organisers", email: organiser },
    attendees: [{ name: person.name, email: person.email, status: ICalAttendeeStatus.ACCEPTED, rsvp: false }],
  })
}

function entry(event: CalendarEvent): ICalEventData {
  const site = settings().SITE_URL
  return {
    id: `${event.id}@${new URL(site).hostname}`,
    sequence: event.sequence,
    stamp: event.updatedAt,
    start: event.startsAt,
    end: event.endsAt,
    summary: event.title,
    description: `${event.summary}\n\nYour joining link is in your mail and on your own page.`.trim(),
    location: "Online",
    url: `${site}/events/${event.slug}`,
    status: event.status === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  }
}

function write(method: ICalCalendarMethod, event: ICalEventData): string {
  const calendar = ical({ prodId: { company: "Foyer", product: "Foyer" }, method })
  calendar.createEvent(event)
  // Every line ends in CRLF, the last one too.
  return `${calendar.toString()}\r\n`
}
