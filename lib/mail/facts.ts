import type { EventFacts, JoinFacts } from "@/emails/parts"
import type { LetterEvent } from "@/lib/deliveries/owed"
import { settings } from "@/lib/env"
import { deletionDate, joinReleaseTime } from "@/lib/events/rules"
import { clockTime, dayAndMonth, dayFrom, longDay, placeOfZone, plainDate, subjectTime, timeSpan } from "@/lib/time"

// What letters say of an event, as finished words.

/** Day, time, short form: of the event, or of a time it had before. */
export function whenFacts({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }, zone: string) {
  return { day: longDay(startsAt, zone), time: timeSpan(startsAt, endsAt, zone), short: subjectTime(startsAt, zone) }
}

/** What every letter says of its event, as finished words: "on Wednesday 7 October" and the like, seen from `now`. */
export function eventFacts(event: LetterEvent, now: Date): EventFacts {
  const zone = event.timeZone
  const release = joinReleaseTime(event)
  return {
    title: event.title,
    host: event.host,
    ...whenFacts(event, zone),
    releaseDay: now < release ? `on ${dayAndMonth(release, zone)}` : "as soon as the organisers release them",
    deletionDay: plainDate(deletionDate(event), zone),
    pageUrl: `${settings().SITE_URL}/events/${event.slug}`,
  }
}

/** The way in, once it is released; else null. */
export function joinFacts(event: Pick<LetterEvent, "joinUrl" | "passcode" | "joinInstructions" | "joinReleasedVersion">): JoinFacts | null {
  if (!event.joinUrl || event.joinReleasedVersion === null) return null
  return { url: event.joinUrl, passcode: event.passcode ?? "", instructions: event.joinInstructions ?? "" }
}

/** "tomorrow" and "10:00 London". */
export const startTime = ({ startsAt, timeZone }: LetterEvent, now: Date) => ({
  fromNow: dayFrom(now, startsAt, timeZone),
  startTime: `${clockTime(startsAt, timeZone)} ${placeOfZone(timeZone)}`,
})
