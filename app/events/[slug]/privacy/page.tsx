import { EventTitle } from "@/components/event/event-title"
import { PublicFrame } from "@/components/public-frame"
import { Prose } from "@/components/ui/prose"
import { newestStandard, noticeOf } from "@/lib/privacy/rules"
import { findEvent } from "../find-event"

export const revalidate = 60
export const generateStaticParams = () => []

export const metadata = { title: "Privacy notice", robots: { index: false } }

export default async function PrivacyPage({ params }: PageProps<"/events/[slug]/privacy">) {
  const event = await findEvent((await params).slug, "/privacy")
  return (
    <PublicFrame narrow replyTo={event.replyTo}>
      <EventTitle event={event} />
      <h1 className="text-[length:var(--s3)]">Privacy notice</h1>
      <Prose text={noticeOf({ ...event, text: event.privacyNotice, standard: newestStandard })} />
    </PublicFrame>
  )
}
