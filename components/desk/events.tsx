import { Table } from "@/components/ui/table"
import type { Viewer } from "@/lib/auth/organiser"
import type { DeskListEvent } from "@/lib/events/desk"
import { joinReleaseTime } from "@/lib/events/rules"
import { clockTime, dayFrom, longDay, placeOfZone, subjectTime } from "@/lib/time"

/** What an organiser should do next about an event, in words, and where. */
function nextStep(event: DeskListEvent, now: Date): { words: string; path: string; urgent: boolean } {
  const release = joinReleaseTime(event)
  if (now >= event.endsAt) return { words: "See who came", path: "/registrants", urgent: false }
  if (event.status !== "published")
    return { words: event.status === "draft" ? "This event is a draft: nobody sees it" : "This event is cancelled", path: "", urgent: false }
  if (!event.joinUrl)
    return {
      words: now >= release ? "The link is missing: attendees are waiting for it" : `Enter link and passcode, due ${dayFrom(now, release, event.timeZone)}`,
      path: "/join-details",
      urgent: now >= release,
    }
  if (event.mailPausedAt) return { words: "The mail of this event is paused", path: "/send", urgent: true }
  if (event.isWrongLink && event.joinReleasedVersion !== event.joinVersion)
    return { words: "The link is not one for attendees: mend it before it goes out", path: "/join-details", urgent: true }
  if (event.joinReleasedVersion === null)
    return { words: `Link and passcode go out ${subjectTime(release, event.timeZone)}. Send them earlier`, path: "/send", urgent: false }
  if (event.joinReleasedVersion < event.joinVersion) return { words: "The link has changed: tell those who hold the old one", path: "/send", urgent: true }
  return { words: "Link and passcode are out. See where they are", path: "/send", urgent: false }
}

type Listed = { now: Date; who: Viewer }

export function DeskEvents({ title, events, ...listed }: Listed & { title: string; events: DeskListEvent[] }) {
  if (events.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <Table
        label={title}
        columns={["Event", "Registered", "Waiting"]}
        rows={events.map((event) => ({
          key: event.id,
          cells: {
            Event: <EventCell event={event} {...listed} />,
            Registered: (
              <a href={`/admin/events/${event.id}/registrants`}>
                {event.taken.toLocaleString("en-GB")} of {event.capacity.toLocaleString("en-GB")}
              </a>
            ),
            Waiting: event._count.registrations.toLocaleString("en-GB"),
          },
        }))}
      />
    </section>
  )
}

function EventCell({ event, now, who }: Listed & { event: DeskListEvent }) {
  const step = who.could("organiser", event.id) ? nextStep(event, now) : null
  return (
    <>
      <a href={`/admin/events/${event.id}${step ? "" : "/registrants"}`}>{event.title}</a>
      <small>
        {longDay(event.startsAt, event.timeZone)}, {clockTime(event.startsAt, event.timeZone)} {placeOfZone(event.timeZone)}
      </small>
      {step?.urgent && <span className="tag warn">Now</span>} {step && <a href={`/admin/events/${event.id}${step.path}`}>{step.words}</a>}
    </>
  )
}
