import { calendarIn } from "../support/calendar"
import type { Smtp } from "../support/smtp"

/** The calendar entries that an address was mailed, in order, as a second parser reads them. */
export const calendarsTo = (smtp: Smtp, address: string) => smtp.to(address).flatMap(({ mail }) => calendarIn(mail) ?? [])
