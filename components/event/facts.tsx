import type { PublicEvent } from "@/lib/events/queries"
import { phaseOf } from "@/lib/events/rules"
import { clockChange, longDay, placeOfZone, timeSpan } from "@/lib/time"
import { LocalTime } from "./local-time"

export function EventFacts({ event }: { event: PublicEvent }) {
  const { startsAt, endsAt, timeZone, now } = event
  const change = clockChange(now, startsAt, timeZone)
  const phase = phaseOf(event, now)
  const isAhead = phase === "upcoming" || phase === "live"
  return (
    <dl className="facts">
      <dt>When</dt>
      <dd>
        <time dateTime={startsAt.toISOString()}>
          {longDay(startsAt, timeZone)}, {timeSpan(startsAt, endsAt, timeZone)}
        </time>
        <small>
          <LocalTime startsAt={startsAt.toISOString()} endsAt={endsAt.toISOString()} zone={timeZone} />
          {change && ` The clocks change before then: ${placeOfZone(timeZone)} is on ${change.before} now and on ${change.after} at the session.`}
        </small>
      </dd>
      <dt>Where</dt>
      <dd>{isAhead ? "Online. We send you the link." : "Online"}</dd>
      <dt>Cost</dt>
      <dd>Free. {isAhead ? "Registration is required." : "Registration was required."}</dd>
    </dl>
  )
}
