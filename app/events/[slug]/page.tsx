import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { Cover } from "@/components/event/cover"
import { EventFacts } from "@/components/event/facts"
import { Readings } from "@/components/event/readings"
import { Registration } from "@/components/event/registration-form"
import { Speakers } from "@/components/event/speakers"
import { PublicFrame } from "@/components/public-frame"
import { Prose } from "@/components/ui/prose"
import { getPublicEvent } from "@/lib/events/queries"

export const revalidate = 60
export const generateStaticParams = () => []

export async function generateMetadata({ params }: PageProps<"/events/[slug]">): Promise<Metadata> {
  const event = await getPublicEvent((await params).slug)
  return event ? { title: event.title, description: event.summary, openGraph: { title: event.title, description: event.summary } } : {}
}

export default async function EventPage({ params }: PageProps<"/events/[slug]">) {
  const event = await getPublicEvent((await params).slug)
  if (!event) notFound()
  return (
    <PublicFrame replyTo={event.replyTo}>
      <Cover slug={event.slug} />
      {event.notice && <p className="banner">{event.notice}</p>}
      <div className="two">
        <div>
          <p className="kicker">{event.host}</p>
          <h1>{event.title}</h1>
          <EventFacts event={event} />
        </div>
        <div className="side">
          <Registration event={event} />
        </div>
        <div>
          <section aria-labelledby="about">
            <h2 id="about" className="mt-0">
              About
            </h2>
            <Prose text={event.about} />
          </section>
          <Speakers people={event.speakers} />
          <Readings slug={event.slug} readings={event.readings} />
        </div>
      </div>
    </PublicFrame>
  )
}
