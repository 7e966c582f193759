import { redirect } from "next/navigation"
import { PublicFrame } from "@/components/public-frame"
import type { PublicEvent } from "@/lib/events/queries"
import { doorsOpenAt, joinReleaseTime, phaseOf, registrationState } from "@/lib/events/rules"
import { clockTime, dayAndMonth, longDay, timeSpan } from "@/lib/time"
import { findEvent } from "../find-event"

export const revalidate = 60
export const generateStaticParams = () => []

export const metadata = { title: "Check your email", robots: { index: false } }

/** What happens next, as dated steps. True for any address, known or not. */
function steps(event: PublicEvent): { when: string; what: string }[] {
  const { startsAt, timeZone, now } = event
  const release = joinReleaseTime(event)
  const isOut = event.joinReleasedVersion !== null
  const isWaiting = registrationState(event, now) === "waiting"
  const link = isWaiting
    ? "All places are taken at the moment: it says where you stand."
    : isOut
      ? "It holds the link and passcode."
      : "It leads to your own page."
  const releaseDay = now < release ? dayAndMonth(release, timeZone) : "As soon as the organisers release it"
  const doors = doorsOpenAt(event)
  return [
    { when: "Now", what: `A mail is on its way to you, if you do not have one from us already. ${link}` },
    ...(isOut ? [] : [{ when: releaseDay, what: "We e-mail the link and passcode to everyone who is registered." }]),
    {
      when: `${dayAndMonth(startsAt, timeZone)}, ${clockTime(doors, timeZone)}`,
      what: "The doors open: join from your own page, or with the link in the mail.",
    },
    { when: timeSpan(startsAt, event.endsAt, timeZone), what: event.title },
  ]
}

export default async function RegisteredPage({ params }: PageProps<"/events/[slug]/registered">) {
  const event = await findEvent((await params).slug, "/registered")
  const phase = phaseOf(event, event.now)
  if (phase === "cancelled" || phase === "ended") redirect(`/events/${event.slug}`)
  return (
    <PublicFrame narrow replyTo={event.replyTo}>
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
      <p className="mt-8">
        <a className="button quiet" href={`/events/${event.slug}/calendar.ics`}>
          Add to calendar
        </a>
      </p>
      <p className="mt-6">
        Typed the wrong address? <a href={`/events/${event.slug}/register`}>Register again</a> with the right one.
      </p>
    </PublicFrame>
  )
}
