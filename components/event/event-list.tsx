import type { ListedEvent } from "@/lib/events/queries"
import { longDay, timeSpan } from "@/lib/time"
import { Cover } from "./cover"

export function EventList({ events }: { events: ListedEvent[] }) {
  return events.map((event) => (
    <a className="entry with-cover" key={event.slug} href={`/events/${event.slug}`}>
      <Cover slug={event.slug} picture={event.cover} sizes="16rem" />
      <div>
        <small>
          {longDay(event.startsAt, event.timeZone)}, {timeSpan(event.startsAt, event.endsAt, event.timeZone)}
        </small>
        <h3 className="mt-1">
          {event.title} {event.status === "cancelled" && <span className="tag warn">Cancelled</span>}
          {event.notice?.startsWith("Demonstration") && <span className="tag">Demonstration</span>}
        </h3>
        {event.summary && <p>{event.summary}</p>}
        {event.host && <small>{event.host}</small>}
      </div>
    </a>
  ))
}
