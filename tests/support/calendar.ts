import ICAL from "ical.js"
import type { ParsedMail } from "mailparser"
import type { Smtp } from "./smtp"

/** The calendar entry in a mail, as a second parser reads it. null: it has none. */
export function calendarIn({ attachments }: Pick<ParsedMail, "attachments">) {
  const file = attachments.find(({ contentType }) => contentType === "text/calendar")?.content.toString()
  if (!file) return null
  const calendar = new ICAL.Component(ICAL.parse(file))
  const entry = new ICAL.Event(calendar.getFirstSubcomponent("vevent") ?? undefined)
  return {
    method: String(calendar.getFirstPropertyValue("method")),
    status: String(entry.component.getFirstPropertyValue("status")),
    uid: entry.uid,
    sequence: entry.sequence,
    start: entry.startDate.toJSDate(),
  }
}

/** The calendar entries that an address was mailed, in order, as a second parser reads them. */
export const calendarsTo = (smtp: Smtp, address: string) => smtp.to(address).flatMap(({ mail }) => calendarIn(mail) ?? [])
