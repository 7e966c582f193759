import type { PublicEvent } from "@/lib/events/queries"
import { doorsOpenAt, joinReleaseTime, registrationState } from "@/lib/events/rules"
import { clockTime, dayAndMonth, longDay, timeSpan } from "@/lib/time"
import { CalendarLinks } from "./calendar-links"
import { LostLink } from "./lost-link"

/** What happens next, as dated steps. True for any address, known or not. */
function steps(event: PublicEvent): { when: string; what: string }[] {
  const { startsAt, timeZone, now } = event
  const release = joinReleaseTime(event)
  const isOut = event.joinReleasedVersion !== null
  const isWaiting = registrationState(event, now) === "waiting"
  const link = isWaiting
    ? "All places are taken now. It says whether one of them is yours or you are on the waiting list, and leads to your own page."
    : isOut
      ? "It holds the link and passcode."
      : "It leads to your own page."
  const releaseDay = now < release ? dayAndMonth(release, timeZone) : "As soon as the organisers release it"
  const doors = doorsOpenAt(event)
  return [
    { when: "Now", what: `Open the mail. ${link}` },
    ...(isOut ? [] : [{ when: releaseDay, what: "We e-mail the link and passcode to everyone who is registered." }]),
    {
      when: `${dayAndMonth(startsAt, timeZone)}, ${clockTime(doors, timeZone)}`,
      what: "The doors open: join from your own page, or with the link in the mail.",
    },
    { when: timeSpan(startsAt, event.endsAt, timeZone), what: event.title },
  ]
}

type Props = {
  event: PublicEvent
  calendars: { name: string; href: string }[]
  /** It stands in a frame of another site. */
  isEmbedded?: boolean
}

/** What is said after a form was sent, whatever the address is. */
export function CheckYourEmail({ event, calendars, isEmbedded = false }: Props) {
  return (
    <>
      <p className="kicker">{event.title}</p>
      <h1 className="text-[length:var(--s3)]">Check your email</h1>
      <p className="mt-4">
        We have sent you a mail about {longDay(event.startsAt, event.timeZone)}. If you registered before, your link is in the mail you already have. If nothing
        is there within a few minutes, look in your junk or spam folder.
      </p>
      <ol className="timeline">
        {steps(event).map((step) => (
          <li key={step.when}>
            <b>{step.when}</b>
            {step.what}
          </li>
        ))}
      </ol>
      <CalendarLinks slug={event.slug} links={calendars} isInFrame={isEmbedded} />
      <p className="mt-6">
        Typed the wrong address? <a href={`/events/${event.slug}/register${isEmbedded ? "?embed=1" : ""}`}>Register again</a> with the right one.
      </p>
      <LostLink slug={event.slug} isEmbedded={isEmbedded} />
    </>
  )
}
