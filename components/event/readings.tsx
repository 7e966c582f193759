type Reading = { slug: string; title: string; author: string; source: string; body: string | null; url: string | null }

const wordsAMinute = 220

function lengthOf(body: string): string {
  const minutes = Math.max(1, Math.round(body.split(/\s+/).length / wordsAMinute))
  const notes = body.match(/^\[\^[^\]]+\]:/gm)?.length ?? 0
  return `${minutes} ${minutes === 1 ? "minute" : "minutes"}${notes ? `, ${notes} ${notes === 1 ? "note" : "notes"}` : ""}`
}

export function Readings({ slug, readings }: { slug: string; readings: Reading[] }) {
  if (readings.length === 0) return null
  return (
    <section aria-labelledby="reading">
      <h2 id="reading">Reading</h2>
      {readings.map((reading) => (
        <a className="entry" key={reading.slug} href={reading.body === null && reading.url ? reading.url : `/events/${slug}/reading/${reading.slug}`}>
          <h3>{reading.title}</h3>
          <small>{[reading.author, reading.body && lengthOf(reading.body)].filter(Boolean).join(" · ")}</small>
        </a>
      ))}
    </section>
  )
}
