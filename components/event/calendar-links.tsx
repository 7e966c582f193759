type Props = { slug: string; links: { name: string; href: string }[]; isInFrame?: boolean }

/** The event for calendars: as a file, and for those on the web. Nothing is asked of them before somebody follows a link. */
export function CalendarLinks({ slug, links, isInFrame = false }: Props) {
  return (
    <section aria-labelledby="calendar" className="mt-8">
      <h2 id="calendar" className="mb-3 text-[length:var(--s1)]">
        Add to calendar
      </h2>
      <p>
        <a className="button quiet" href={`/events/${slug}/calendar.ics`} {...(isInFrame && { target: "_blank", rel: "noopener" })}>
          Calendar file (.ics)
        </a>
      </p>
      <p className="mt-3 flex flex-wrap gap-x-5">
        {links.map(({ name, href }) => (
          <a key={name} className="py-2" href={href} target="_blank" rel="noreferrer noopener">
            {name}
          </a>
        ))}
      </p>
    </section>
  )
}
