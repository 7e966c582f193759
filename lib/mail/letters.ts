import * as alarm from "@/emails/alarm"
import * as deletion from "@/emails/deletion"
import * as erased from "@/emails/erased"
import * as invite from "@/emails/invitation"
import type { JoinFacts } from "@/emails/parts"
import * as signIn from "@/emails/sign-in"
import * as testLetter from "@/emails/test"
import { invitationDays, signInMinutes, signInUrl } from "@/lib/auth/sign-in-link"
import type { OwedToAttendee } from "@/lib/deliveries/owed"
import type { OwedToFormer } from "@/lib/deliveries/owed-to-former"
import type { OwedToUser } from "@/lib/deliveries/owed-to-user"
import { kinds, mailboxOf } from "@/lib/deliveries/rules"
import { settings } from "@/lib/env"
import { invitation } from "@/lib/events/calendar"
import { addressLink, personalLink } from "@/lib/registrations/token"
import { sayHowMany, sayNumbers } from "@/lib/retention/rules"
import { attendeeLetters } from "./attendee-letters"
import { eventFacts, joinFacts, startTime } from "./facts"
import { fill, type Personal, type Written } from "./slots"
import { write } from "./templates"

/** A letter ready to be sent. `joinVersion` is the version of the join details in it; null: it has none. */
export type Letter = {
  /** What everybody reads who gets this letter, with slots for what is personal. */
  written: Written
  personal: Personal
  to: { name: string; address: string }
  replyTo: string | null
  calendar: { method: "REQUEST" | "CANCEL"; file: string } | null
  joinVersion: number | null
  /** Where the mail program's own button ends letters of this kind (RFC 8058). null: it cannot be ended. */
  stopUrl: string | null
}

export type ReadableLetter = Written & Pick<Letter, "to" | "replyTo">

/** The letter as its reader sees it, for the desk. */
export const readable = ({ written, personal, to, replyTo }: Letter): ReadableLetter => ({ ...fill(written, personal), to, replyTo })

/** The letter owed to an attendee, from the tables as they are now. */
export async function attendeeLetter(owed: OwedToAttendee): Promise<Letter> {
  const { registration, event } = owed
  const part = attendeeLetters[owed.kind](owed)
  const { page, address } = destination(owed)
  const personal: Personal = { name: registration.name, attendUrl: page, mailUrl: `${page}/mail` }
  const replyTo = event.replyTo ?? settings().OWNER_EMAIL
  return {
    written: await part.written,
    personal,
    to: { name: registration.name, address },
    // Letters ask for an answer, so there must be somebody to give it to.
    replyTo,
    calendar: part.calendar ? { method: part.calendar, file: invitation(event, registration, replyTo, part.calendar) } : null,
    joinVersion: part.carriesJoin ? event.joinVersion : null,
    stopUrl: kinds[owed.kind].stoppable ? `${page}/unsubscribe` : null,
  }
}

/** Where a letter goes, and the page that its button opens: never a person's own page for a mailbox that has not been shown to be theirs, or is theirs no more. */
function destination({ kind, registration, event, change }: OwedToAttendee): { page: string; address: string } {
  const mailbox = mailboxOf(kind)
  if (!mailbox) return { page: personalLink(registration), address: registration.email }
  if (!change) throw new Error("a letter about a change of address without the change")
  if (mailbox === "new") return { page: addressLink(change), address: change.email }
  return { page: `${settings().SITE_URL}/events/${event.slug}`, address: change.oldEmail }
}

/** Nothing in it is personal. */
const nobody: Personal = { name: "", attendUrl: "", mailUrl: "" }

const userLetters: Record<OwedToUser["kind"], (owed: OwedToUser) => Promise<Written>> = {
  "sign-in": ({ key }) => write("sign-in", signIn, { signInUrl: signInUrl(key), minutes: signInMinutes }),
  invitation: ({ key }) => write("invitation", invite, { signInUrl: signInUrl(key), siteUrl: settings().SITE_URL, days: invitationDays }),
  test: ({ event, now }) => {
    const join = event && testFacts(event)
    if (!event || !join) throw new Error("a test letter without an event or its link")
    const { SITE_URL } = settings()
    return write("test", testLetter, {
      event: eventFacts(event, now),
      join,
      ...startTime(event, now),
      deskUrl: `${SITE_URL}/admin/events/${event.id}/send`,
    })
  },
  alarm: ({ event, now }) => {
    if (!event) throw new Error("an alarm without an event")
    const deskUrl = `${settings().SITE_URL}/admin/events/${event.id}/join-details`
    return write("alarm", alarm, { event: eventFacts(event, now), ...startTime(event, now), deskUrl })
  },
  deletion: ({ event, receipt, now }) => {
    if (!event || !receipt) throw new Error("a word about a deletion without its event or its receipt")
    const deskUrl = `${settings().SITE_URL}/admin/events/${event.id}/deletion`
    return write("deletion", deletion, { event: eventFacts(event, now), howMany: sayHowMany(receipt.counts), lines: sayNumbers(receipt.counts), deskUrl })
  },
}

/** A test shows the newest details, released or not. */
const testFacts = (event: NonNullable<OwedToUser["event"]>): JoinFacts | null => joinFacts({ ...event, joinReleasedVersion: event.joinVersion })

/** The letter owed to an organiser. */
export async function userLetter(owed: OwedToUser): Promise<Letter> {
  const written = await userLetters[owed.kind](owed)
  const joinVersion = owed.kind === "test" ? (owed.event?.joinVersion ?? null) : null
  return { written, personal: nobody, to: { name: "", address: owed.user.email }, replyTo: null, calendar: null, joinVersion, stopUrl: null }
}

/** The last letter to somebody who was erased. */
export async function formerLetter({ address, event, now }: OwedToFormer): Promise<Letter> {
  const written = await write("erased", erased, { event: eventFacts(event, now) })
  const replyTo = event.replyTo ?? settings().OWNER_EMAIL
  return { written, personal: nobody, to: { name: "", address }, replyTo, calendar: null, joinVersion: null, stopUrl: null }
}
