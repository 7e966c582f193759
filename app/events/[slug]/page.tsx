import type { Metadata } from "next"
import { EventContent } from "@/components/event/event-content"
import { StructuredData } from "@/components/event/structured-data"
import { PublicFrame } from "@/components/public-frame"
import { settings } from "@/lib/env"
import { getPublicEvent } from "@/lib/events/queries"
import { structuredData } from "@/lib/events/structured-data"
import { findEvent } from "./find-event"

export const revalidate = 60
export const generateStaticParams = () => []

export async function generateMetadata({ params }: PageProps<"/events/[slug]">): Promise<Metadata> {
  const event = await getPublicEvent((await params).slug)
  if (!event) return {}
  const { title, summary: description, cover } = event
  const images = cover?.files
    .slice(-1)
    .map(({ hash, width, height }) => ({ url: `${settings().SITE_URL}/pictures/${hash}.webp`, width, height, alt: cover.alt }))
  return { title, description, openGraph: { title, description, ...(images && { images }) } }
}

export default async function EventPage({ params }: PageProps<"/events/[slug]">) {
  const event = await findEvent((await params).slug)
  return (
    <PublicFrame replyTo={event.replyTo}>
      <StructuredData facts={structuredData(event, settings().SITE_URL)} />
      <EventContent event={event} />
    </PublicFrame>
  )
}
