import type { Sending } from "@/lib/events/desk"
import { joinReleaseTime } from "@/lib/events/rules"
import { dayAndMonth, stamp } from "@/lib/time"
import { ActionButton } from "./button"

const refusals = new Map([
  ["changed", "The link or passcode was changed after you opened this page. Check it and press again."],
  ["over", "This event is over. Nothing was sent."],
  ["notPublished", "This event is not published. Nothing was sent."],
  ["untested", "Send a test to yourself first: once for each event, before everybody gets it."],
])

/** What an organiser must know before anything else. */
export function Alarms({ sending: { event, server, preparation }, refused }: { sending: Sending; refused: string | null }) {
  const isMissed = event.releaseMissedAt !== null && event.joinReleasedVersion === null && event.now < event.endsAt
  return (
    <>
      {refused && refusals.has(refused) && !(refused === "untested" && preparation?.isTested) && (
        <p className="banner warn" role="alert">
          {refusals.get(refused)}
        </p>
      )}
      {isMissed && (
        <p className="banner warn" role="alert">
          The link was due on {dayAndMonth(joinReleaseTime(event), event.timeZone)} and was not there. It does not go by itself any more: send it below as soon
          as you have it.
        </p>
      )}
      {server.trouble && (
        <div className="banner warn" role="alert">
          <p>
            {server.trouble === "refused" ? "The mail server refuses mail from this site" : "The mail server does not let us in"}
            {server.since && ` since ${stamp(server.since, event.timeZone)}`}: “{server.words}”. Nothing is lost: all mail waits, and one letter is tried
            {server.trouble === "refused" ? " every quarter of an hour." : " again and again, at most a minute apart."}
          </p>
          <ActionButton action={`/admin/events/${event.id}/send/try-server`}>Try it now</ActionButton>
        </div>
      )}
      {event.mailPausedAt && (
        <div className="banner warn" role="alert">
          <p>
            The mail of this event has been paused since {stamp(event.mailPausedAt, event.timeZone)}.{" "}
            {event.mailPausedBecause ? `The mail server refused it twenty times in a row: “${event.mailPausedBecause}”.` : "Confirmations still go."}
          </p>
          <ActionButton action={`/admin/events/${event.id}/send/resume`}>Resume</ActionButton>
        </div>
      )}
    </>
  )
}
