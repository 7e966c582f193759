/** The event's title above a page that is about one thing of it, leading back to its own page. */
export function EventTitle({ event }: { event: { slug: string; title: string; host: string } }) {
  return (
    <>
      {event.host && <p className="kicker">{event.host}</p>}
      <p>
        <a className="text-inherit no-underline hover:underline" href={`/events/${event.slug}`}>
          {event.title}
        </a>
      </p>
    </>
  )
}
