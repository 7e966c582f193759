import type { Metadata } from "next"
import { EventContent } from "@/components/event/event-content"
import { PublicFrame } from "@/components/public-frame"
import { getPublicEvent } from "@/lib/events/queries"
import { findEvent } from "./find-event"

export const revalidate = 60
export const generateStaticParams = () => []

export async function generateMetadata({ params }: PageProps<"/events/[slug]">): Promise<Metadata> {
  const event = await getPublicEvent((await params).slug)
  return event ? { title: event.title, description: event.summary, openGraph: { title: event.title, description: event.summary } } : {}
}

export default async function EventPage({ params }: PageProps<"/events/[slug]">) {
  const event = await findEvent((await params).slug)
  return (
    <PublicFrame replyTo={event.replyTo}>
      <EventContent event={event} />
    </PublicFrame>
  )
}
