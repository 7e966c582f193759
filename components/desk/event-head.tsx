import { subjectTime } from "@/lib/time"

type Props = {
  event: { id: string; slug: string; title: string; startsAt: Date; timeZone: string; status: string; mailPausedAt: Date | null }
  current: keyof typeof rooms
  title: string
  /** Leaves the rooms out, for those who may enter only this one. */
  isSeenOnly?: boolean
}

const rooms = {
  edit: ["Edit", ""],
  content: ["Speakers, reading", "/content"],
  questions: ["Questions", "/questions"],
  changes: ["Move, cancel", "/changes"],
  registrants: ["Registrants", "/registrants"],
  "join-details": ["Link and passcode", "/join-details"],
  readiness: ["Ready?", "/readiness"],
  send: ["Send", "/send"],
  messages: ["Messages", "/messages"],
  numbers: ["Numbers", "/numbers"],
  audit: ["Record", "/audit"],
  deletion: ["Deletion", "/deletion"],
} as const

/** Title and rooms of one event. */
export function EventHead({ event, current, title, isSeenOnly = false }: Props) {
  return (
    <>
      <p className="kicker">
        {event.title} · {subjectTime(event.startsAt, event.timeZone)}
      </p>
      <h1>
        {title} {event.status !== "published" && <span className="tag warn">{event.status}</span>}{" "}
        {event.mailPausedAt && <span className="tag warn">mail paused</span>}
      </h1>
      <nav className="steps mt-4" aria-label="This event">
        {Object.entries(rooms)
          .filter(([room]) => !isSeenOnly || room === current)
          .map(([room, [label, path]]) => (
            <a key={room} href={`/admin/events/${event.id}${path}`} aria-current={room === current ? "page" : undefined}>
              {label}
            </a>
          ))}
        <a href={`/events/${event.slug}`}>Public page</a>
      </nav>
    </>
  )
}
