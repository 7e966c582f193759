import { redirect } from "next/navigation"
import { CheckYourEmail } from "@/components/event/check-your-email"
import { PublicFrame } from "@/components/public-frame"
import { settings } from "@/lib/env"
import { calendarLinks } from "@/lib/events/calendar-links"
import { phaseOf } from "@/lib/events/rules"
import { findEvent } from "../find-event"

export const revalidate = 60
export const generateStaticParams = () => []

export const metadata = { title: "Check your email", robots: { index: false } }

export default async function RegisteredPage({ params }: PageProps<"/events/[slug]/registered">) {
  const event = await findEvent((await params).slug, "/registered")
  const phase = phaseOf(event, event.now)
  if (phase === "cancelled" || phase === "ended") redirect(`/events/${event.slug}`)
  return (
    <PublicFrame narrow replyTo={event.replyTo}>
      <CheckYourEmail event={event} calendars={calendarLinks(event, settings().SITE_URL)} />
    </PublicFrame>
  )
}
