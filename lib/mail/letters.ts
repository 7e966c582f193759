import { type Options, plainTextSelectors, render } from "@react-email/render"
import { createElement, type FunctionComponent } from "react"
import * as already from "@/emails/already"
import * as cancelled from "@/emails/cancelled"
import * as confirmation from "@/emails/confirmation"
import * as joining from "@/emails/joining"
import type { AttendeeLetter, JoinFacts } from "@/emails/parts"
import * as signIn from "@/emails/sign-in"
import * as waiting from "@/emails/waiting"
import { signInMinutes, signInUrl } from "@/lib/auth/sign-in-link"
import type { AttendeeKind } from "@/lib/deliveries/kinds"
import type { OwedToAttendee, OwedToUser } from "@/lib/deliveries/owed"
import { settings } from "@/lib/env"
import { calendarFile } from "@/lib/events/calendar"
import { deletionDate, joinReleaseTime } from "@/lib/events/rules"
import { attendToken } from "@/lib/registrations/token"
import { clockTime, dayAndMonth, dayFrom, longDay, placeOfZone, plainDate, subjectTime, timeSpan } from "@/lib/time"

/** A letter ready to be sent. `joinVersion` is the version of the join details in it; null: it has none. */
export type Letter = {
  to: { name: string; address: string }
  replyTo: string | null
  subject: string
  html: string
  text: string
  calendar: string | null
  joinVersion: number | null
}

type Template<Props> = { default: FunctionComponent<Props & {}>; subject: (props: Props) => string }

/** The plain text: titles as they are, and addresses in <> (RFC 3986, appendix C), so that no comma becomes a part of one. */
const asText: Options = {
  plainText: true,
  htmlToTextOptions: {
    wordwrap: 76,
    selectors: [
      ...plainTextSelectors,
      { selector: "h1", options: { uppercase: false } },
      { selector: "a", options: { linkBrackets: ["<", ">"], hideLinkHrefIfSameAsText: true } },
    ],
  },
}

async function write<Props extends object>(template: Template<Props>, props: Props) {
  const element = createElement(template.default, props)
  const [html, text] = await Promise.all([render(element), render(element, asText)])
  return { subject: template.subject(props), html, text }
}

function attendeeFacts({ registration, event, now }: OwedToAttendee): AttendeeLetter {
  const { SITE_URL } = settings()
  const zone = event.timeZone
  return {
    name: registration.name,
    attendUrl: `${SITE_URL}/attend/${attendToken(registration)}`,
    event: {
      title: event.title,
      host: event.host,
      day: longDay(event.startsAt, zone),
      time: timeSpan(event.startsAt, event.endsAt, zone),
      short: subjectTime(event.startsAt, zone),
      releaseDay: now < joinReleaseTime(event) ? `on ${dayAndMonth(joinReleaseTime(event), zone)}` : "as soon as the organisers release them",
      deletionDay: plainDate(deletionDate(event), zone),
      pageUrl: `${SITE_URL}/events/${event.slug}`,
    },
  }
}

function joinFacts({ event }: OwedToAttendee): JoinFacts | null {
  if (!event.joinUrl || event.joinReleasedVersion === null) return null
  return { url: event.joinUrl, passcode: event.passcode ?? "", instructions: event.joinInstructions ?? "" }
}

type Written = { subject: string; html: string; text: string }
type Part = { written: Promise<Written>; carriesJoin?: boolean; calendar?: boolean }

/** One letter a kind: a kind without its letter does not compile. */
const attendeeLetters: Record<AttendeeKind, (owed: OwedToAttendee) => Part> = {
  confirmation: (owed) => {
    const join = joinFacts(owed)
    return { written: write(confirmation, { ...attendeeFacts(owed), join }), carriesJoin: join !== null, calendar: true }
  },
  waiting: (owed) => ({ written: write(waiting, attendeeFacts(owed)) }),
  already: (owed) => {
    const isWaiting = owed.registration.status !== "registered"
    const join = isWaiting ? null : joinFacts(owed)
    return { written: write(already, { ...attendeeFacts(owed), waiting: isWaiting, join }), carriesJoin: join !== null }
  },
  cancelled: (owed) => ({ written: write(cancelled, attendeeFacts(owed)) }),
  join: (owed) => {
    const join = joinFacts(owed)
    if (!join) throw new Error("a joining letter without released join details")
    const { startsAt, timeZone, joinVersion } = owed.event
    const times = { fromNow: dayFrom(owed.now, startsAt, timeZone), startTime: `${clockTime(startsAt, timeZone)} ${placeOfZone(timeZone)}` }
    return {
      written: write(joining, { ...attendeeFacts(owed), ...times, join, changed: joinVersion > 1 && owed.hadEarlierVersion }),
      carriesJoin: true,
      calendar: true,
    }
  },
}

/** The letter owed to an attendee, from the tables as they are now. */
export async function attendeeLetter(owed: OwedToAttendee): Promise<Letter> {
  const part = attendeeLetters[owed.kind](owed)
  const { registration, event } = owed
  return {
    ...(await part.written),
    to: { name: registration.name, address: registration.email },
    // Letters ask for an answer, so there must be somebody to give it to.
    replyTo: event.replyTo ?? settings().OWNER_EMAIL,
    calendar: part.calendar ? calendarFile(event) : null,
    joinVersion: part.carriesJoin ? event.joinVersion : null,
  }
}

/** The sign-in letter owed to an organiser. */
export async function userLetter(owed: OwedToUser): Promise<Letter> {
  const written = await write(signIn, { signInUrl: signInUrl(owed.key), minutes: signInMinutes })
  return { ...written, to: { name: "", address: owed.user.email }, replyTo: null, calendar: null, joinVersion: null }
}
