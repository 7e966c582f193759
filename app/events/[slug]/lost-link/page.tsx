import { EventTitle } from "@/components/event/event-title"
import { LostLinkForm } from "@/components/event/lost-link-form"
import { PublicFrame } from "@/components/public-frame"
import { findEvent } from "../find-event"

export const revalidate = 60
export const generateStaticParams = () => []

export const metadata = { title: "Lost your link?", robots: { index: false } }

export default async function LostLinkPage({ params }: PageProps<"/events/[slug]/lost-link">) {
  const event = await findEvent((await params).slug, "/lost-link")
  return (
    <PublicFrame narrow replyTo={event.replyTo}>
      <EventTitle event={event} />
      <h1 className="text-[length:var(--s3)]">Lost your link?</h1>
      <LostLinkForm event={event} />
    </PublicFrame>
  )
}
