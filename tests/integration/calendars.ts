import ICAL from "ical.js"
import type { Smtp } from "../support/smtp"

/** The calendar entries that an address was mailed, in order, as a second parser reads them. */
export function calendarsTo(smtp: Smtp, address: string) {
  return smtp.to(address).flatMap(({ mail }) => {
    const file = mail.attachments.find(({ contentType }) => contentType === "text/calendar")?.content.toString()
    if (!file) return []
    const calendar = new ICAL.Component(ICAL.parse(file))
    const entry = new ICAL.Event(calendar.getFirstSubcomponent("vevent") ?? undefined)
    return [{ method: String(calendar.getFirstPropertyValue("method")), uid: entry.uid, sequence: entry.sequence, start: entry.startDate.toJSDate(), file }]
  })
}
