import { Cover } from "@/components/event/cover"
import { EventFacts } from "@/components/event/facts"
import { Readings } from "@/components/event/readings"
import { Registration } from "@/components/event/registration-form"
import { Speakers } from "@/components/event/speakers"
import { Prose } from "@/components/ui/prose"
import type { PublicEvent } from "@/lib/events/queries"

/** All that the public reads about an event, in its order. */
export function EventContent({ event }: { event: PublicEvent }) {
  return (
    <>
      <Cover slug={event.slug} picture={event.cover} sizes="(min-width: 72rem) 67rem, 100vw" />
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
          {event.programme && (
            <section aria-labelledby="programme">
              <h2 id="programme">Programme</h2>
              <Prose text={event.programme} />
            </section>
          )}
          <Readings slug={event.slug} readings={event.readings} />
        </div>
      </div>
    </>
  )
}
