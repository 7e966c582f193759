import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { CheckYourEmail } from "@/components/event/check-your-email"
import { Registration } from "@/components/event/registration-form"
import { EmbeddedFrame, PublicFrame } from "@/components/public-frame"
import { getDraft } from "@/lib/drafts"
import { settings } from "@/lib/env"
import { calendarLinks } from "@/lib/events/calendar-links"
import { isEmbed } from "@/lib/events/embed-rules"
import { getEventOnceAt } from "@/lib/events/queries"
import { phaseOf } from "@/lib/events/rules"
import { problemsOf } from "@/lib/problems"
import { questionsOf } from "@/lib/questions/rules"
import { registrationSchemaOf, suggestionFor, withTaken } from "@/lib/registrations/form"
import { longDay, timeSpan } from "@/lib/time"

const reasons = new Map([
  ["full", "All places were taken when you sent the form. If you are registered already, look into your mailbox: your link is there."],
  ["closed", "Registration was closed when you sent the form. If you are registered already, look into your mailbox: your link is there."],
])

type Props = PageProps<"/events/[slug]/register">

/** The form alone: with what was typed and what is wrong with it, when a draft is named. */
async function read({ params, searchParams }: Props) {
  const [{ slug }, { draft, reason, embed, done }] = await Promise.all([params, searchParams])
  // A form that was open while the address changed comes back here, with what was typed.
  const [event, kept] = await Promise.all([getEventOnceAt(slug), getDraft(`/events/${slug}/register`, typeof draft === "string" ? draft : undefined)])
  const fields = withTaken(kept ?? {})
  const suggestion = suggestionFor(fields)
  const problems = problemsOf(registrationSchemaOf(event ? questionsOf(event) : []), kept)
  const isEmbedded = isEmbed(embed)
  const isDone = isEmbedded && done !== undefined && event !== null && ["upcoming", "live"].includes(phaseOf(event, event.now))
  return { event, fields, problems, suggestion, isEmbedded, isDone, reason: typeof reason === "string" ? reasons.get(reason) : undefined }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { event, problems, suggestion, isDone } = await read(props)
  const robots = { index: false }
  if (isDone) return { title: "Check your email", robots }
  const count = Object.keys(problems).length
  const prefix = count === 0 ? "" : suggestion && count === 1 ? "One question: " : "Error: "
  return { title: `${prefix}Register: ${event?.title ?? ""}`, robots }
}

export default async function RegisterPage(props: Props) {
  const { event, fields, problems, suggestion, isEmbedded, isDone, reason } = await read(props)
  if (!event) notFound()
  const Frame = isEmbedded ? EmbeddedFrame : PublicFrame
  if (isDone)
    return (
      <Frame narrow>
        <CheckYourEmail event={event} calendars={calendarLinks(event, settings().SITE_URL)} isEmbedded />
      </Frame>
    )
  return (
    <Frame narrow replyTo={event.replyTo}>
      <p className="kicker">{event.host}</p>
      <h1 className="text-[length:var(--s3)]">
        <a className="text-inherit no-underline hover:underline" href={`/events/${event.slug}`} {...(isEmbedded && { target: "_blank", rel: "noopener" })}>
          {event.title}
        </a>
      </h1>
      <p className="mt-3">
        {longDay(event.startsAt, event.timeZone)}, {timeSpan(event.startsAt, event.endsAt, event.timeZone)}
      </p>
      {reason && (
        <p className="banner warn" role="alert">
          {reason}
        </p>
      )}
      <div className="mt-8">
        <Registration event={event} fields={fields} problems={problems} suggestion={suggestion} isEmbedded={isEmbedded} />
      </div>
    </Frame>
  )
}
