import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { EventTitle } from "@/components/event/event-title"
import { LostLinkForm } from "@/components/event/lost-link-form"
import { PublicFrame } from "@/components/public-frame"
import { getDraft } from "@/lib/drafts"
import { getEventOnceAt } from "@/lib/events/queries"
import { lostLinkSchema } from "@/lib/own-details/schema"
import { problemsOf } from "@/lib/problems"

type Props = PageProps<"/events/[slug]/lost-link/again">

/** The form of the lost link with what was typed and what is wrong with it: the page beside it is cached for everybody, and cannot say so. */
async function read({ params, searchParams }: Props) {
  const [{ slug }, { draft }] = await Promise.all([params, searchParams])
  const [event, fields] = await Promise.all([getEventOnceAt(slug), getDraft(`/events/${slug}/lost-link/again`, typeof draft === "string" ? draft : undefined)])
  return { event, fields, problems: problemsOf(lostLinkSchema, fields) }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { problems } = await read(props)
  return { title: `${Object.keys(problems).length > 0 ? "Error: " : ""}Lost your link?`, robots: { index: false } }
}

export default async function LostLinkAgainPage(props: Props) {
  const { event, fields, problems } = await read(props)
  if (!event) notFound()
  return (
    <PublicFrame narrow replyTo={event.replyTo}>
      <EventTitle event={event} />
      <h1 className="text-[length:var(--s3)]">Lost your link?</h1>
      <LostLinkForm event={event} fields={fields ?? {}} problems={problems} />
    </PublicFrame>
  )
}
