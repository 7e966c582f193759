import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator"
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

/**
 * The event as an iCalendar file (RFC 5545): UTC times, one UID for mail and download, the stored SEQUENCE.
 * It holds no personal link, because people share calendars.
 */
export function calendarFile(event: CalendarEvent): string {
  const site = settings().SITE_URL
  const calendar = ical({ prodId: { company: "Foyer", product: "Foyer" }, method: ICalCalendarMethod.PUBLISH })
  calendar.createEvent({
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
  })
  // Every line ends in CRLF, the last one too.
  return `${calendar.toString()}\r\n`
}
