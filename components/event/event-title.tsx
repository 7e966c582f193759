/** Above a page that is about one thing of an event: its title, leading back to its own page. */
export const EventTitle = ({ event }: { event: { slug: string; title: string } }) => (
  <p className="kicker">
    <a className="text-inherit no-underline hover:underline" href={`/events/${event.slug}`}>
      {event.title}
    </a>
  </p>
)
