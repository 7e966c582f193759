type Dated = { slug: string; title: string; startsAt: Date; endsAt: Date }

/** An instant as calendars on the web read it: UTC, to the second. */
const instant = (date: Date) => date.toISOString().replace(/\.\d+Z$/, "Z")
/** The same without punctuation, as in iCalendar (RFC 5545, section 3.3.5). */
const compact = (date: Date) => instant(date).replace(/[-:]/g, "")

/** Spaces as %20: some of these services show a plus sign as it is. */
const address = (base: string, query: Record<string, string>) => `${base}?${new URLSearchParams(query).toString().replaceAll("+", "%20")}`

/**
 * Where an event is put into a calendar on the web, by the name of the service. The details are the event's public page: no personal link, since people
 * share calendars.
 */
export function calendarLinks({ slug, title, startsAt, endsAt }: Dated, siteUrl: string): { name: string; href: string }[] {
  const page = `${siteUrl}/events/${slug}`
  const outlook = {
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: title,
    startdt: instant(startsAt),
    enddt: instant(endsAt),
    location: "Online",
    body: page,
  }
  const dates = `${compact(startsAt)}/${compact(endsAt)}`
  const google = { action: "TEMPLATE", text: title, dates, location: "Online", details: page }
  const yahoo = { v: "60", title, st: compact(startsAt), et: compact(endsAt), in_loc: "Online", desc: page }
  return [
    { name: "Google", href: address("https://calendar.google.com/calendar/render", google) },
    { name: "Outlook.com", href: address("https://outlook.live.com/calendar/0/deeplink/compose", outlook) },
    { name: "Office 365", href: address("https://outlook.office.com/calendar/0/deeplink/compose", outlook) },
    { name: "Yahoo", href: address("https://calendar.yahoo.com/", yahoo) },
  ]
}
