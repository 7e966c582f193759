import { Findings } from "@/components/desk/findings"
import type { Preparation } from "@/lib/events/desk"
import { joinReleaseTime } from "@/lib/events/rules"
import { dayFrom, subjectTime } from "@/lib/time"

/** Step 1: link, passcode, instructions, and what is likely to be wrong with them. */
export function Details({ preparation: { event, findings } }: { preparation: Preparation }) {
  const release = joinReleaseTime(event)
  const willGoByItself = event.joinReleasedVersion === null && event.releaseMissedAt === null && event.joinUrl && event.now < release
  return (
    <section id="details">
      <h2>{event.joinUrl ? `1. Details: version ${event.joinVersion}` : "There is no link yet"}</h2>
      {event.joinUrl ? (
        <dl className="facts">
          <dt>Link</dt>
          <dd className="break-all">{event.joinUrl}</dd>
          <dt>Passcode</dt>
          <dd>{event.passcode ?? "none"}</dd>
          {event.joinInstructions && (
            <>
              <dt>Also</dt>
              <dd className="whitespace-pre-line">{event.joinInstructions}</dd>
            </>
          )}
        </dl>
      ) : (
        <p className="mt-2">It is due {dayFrom(event.now, release, event.timeZone)}.</p>
      )}
      {event.joinUrl && <Findings findings={findings} />}
      <p className="mt-3">
        <a href={`/admin/events/${event.id}/join-details`}>{event.joinUrl ? "Change link or passcode" : "Enter link and passcode"}</a>
      </p>
      {willGoByItself && <p className="note mt-3">If you do nothing, they go out by themselves: {subjectTime(release, event.timeZone)}.</p>}
    </section>
  )
}
