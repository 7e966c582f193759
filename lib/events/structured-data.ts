import type { PublicEvent } from "./queries"

/** What search engines read of an event, in the words of schema.org. Empty texts are left out. */
export function structuredData({ slug, title, summary, host, startsAt, endsAt, status, cover, speakers }: PublicEvent, siteUrl: string) {
  const url = `${siteUrl}/events/${slug}`
  const largest = cover?.files.at(-1)
  return {
    "@context": "https://schema.org",
    "@type": "Event",
    name: title,
    url,
    startDate: startsAt.toISOString(),
    endDate: endsAt.toISOString(),
    eventStatus: `https://schema.org/${status === "cancelled" ? "EventCancelled" : "EventScheduled"}`,
    eventAttendanceMode: "https://schema.org/OnlineEventAttendanceMode",
    location: { "@type": "VirtualLocation", url },
    isAccessibleForFree: true,
    ...(summary && { description: summary }),
    ...(largest && { image: `${siteUrl}/pictures/${largest.hash}.webp` }),
    ...(host && { organizer: { "@type": "Organization", name: host } }),
    ...(speakers.length > 0 && {
      performer: speakers.map(({ name, affiliation }) => ({
        "@type": "Person",
        name,
        ...(affiliation && { affiliation: { "@type": "Organization", name: affiliation } }),
      })),
    }),
  }
}
