import { doorsOpenAt, joinReleaseTime } from "@/lib/events/rules"
import type { Attendance } from "@/lib/registrations/queries"
import { clockTime, dayAndMonth } from "@/lib/time"
import { Countdown } from "./countdown"
import type { Face } from "./faces"
import { Key } from "./key"
import { DoorButton, Sheet } from "./sheet"

// With a place, until the doors close.

function StartsIn({ attendance: { event, now } }: Face) {
  if (now >= event.endsAt) return <>It was to end at {clockTime(event.endsAt, event.timeZone)}</>
  return <Countdown startsAt={event.startsAt.toISOString()} doorsAt={doorsOpenAt(event).toISOString()} now={now.toISOString()} />
}

function JoinDetails({ event }: Attendance) {
  return (
    <>
      {event.passcode && <Key label="Passcode" value={event.passcode} />}
      {event.joinUrl && <Key label="Link, if the button does not work" value={event.joinUrl} />}
      {event.joinInstructions && <p className="note mt-4 whitespace-pre-line">{event.joinInstructions}</p>}
    </>
  )
}

export function Early(face: Face) {
  const { event, now } = face.attendance
  const doors = doorsOpenAt(event)
  const isReleased = event.joinReleasedVersion !== null && event.joinUrl
  return (
    <Sheet tag="You are registered" title={<StartsIn {...face} />} face={face}>
      <p className="mt-4">
        The button to join appears here on {dayAndMonth(doors, event.timeZone)} at {clockTime(doors, event.timeZone)}.
      </p>
      {isReleased ? (
        <JoinDetails {...face.attendance} />
      ) : (
        <p>
          {now < joinReleaseTime(event)
            ? `We e-mail you the link and passcode on ${dayAndMonth(joinReleaseTime(event), event.timeZone)}.`
            : "The organisers have not released the link yet. We e-mail it to you as soon as they do."}
        </p>
      )}
    </Sheet>
  )
}

export function Open(face: Face) {
  const { event, now } = face.attendance
  return (
    <Sheet tag="Doors are open" title={<StartsIn {...face} />} face={face}>
      {event.endsAt <= now && <p className="mt-4">It may still be going on.</p>}
      <DoorButton token={face.token} door="join">
        Join now
      </DoorButton>
      <JoinDetails {...face.attendance} />
    </Sheet>
  )
}

export function NoLink(face: Face) {
  const { replyTo } = face.attendance.event
  return (
    <Sheet tag="You are registered" title={<StartsIn {...face} />} face={face}>
      <p className="mt-4">The organisers have not given us the link yet. Keep this page open: the button to join appears here as soon as they do.</p>
      {replyTo && (
        <p>
          You can also <a href={`mailto:${replyTo}`}>ask the organisers</a>.
        </p>
      )}
    </Sheet>
  )
}
