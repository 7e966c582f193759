import { EventTitle } from "@/components/event/event-title"
import { PublicFrame } from "@/components/public-frame"
import { findEvent } from "../../find-event"

export const revalidate = 60
export const generateStaticParams = () => []

export const metadata = { title: "Check your email", robots: { index: false } }

/** True for any address, known or not. */
export default async function LostLinkAskedPage({ params }: PageProps<"/events/[slug]/lost-link/asked">) {
  const event = await findEvent((await params).slug, "/lost-link/asked")
  return (
    <PublicFrame narrow replyTo={event.replyTo}>
      <EventTitle event={event} />
      <h1 className="text-[length:var(--s3)]">Check your email</h1>
      <p className="mt-4">If this address is on the list, a mail with its link is on its way.</p>
      <p>
        If nothing is there within a few minutes, look in your junk or spam folder. We send it once in ten minutes at most, so it may be in your mailbox
        already.
      </p>
      <p className="mt-6">
        Was it another address? <a href={`/events/${event.slug}/lost-link`}>Ask with that one</a>.
      </p>
    </PublicFrame>
  )
}
