import type { Face } from "./faces"
import { DoorButton, Sheet } from "./sheet"

// When there is nothing to wait for any more.

export function Ended(face: Face) {
  const { event } = face.attendance
  return (
    <Sheet tag="Ended" title="This session is over" face={face}>
      {event.recordingUrl ? (
        <p className="mt-4">
          <a className="button" href={event.recordingUrl}>
            Watch the recording
          </a>
        </p>
      ) : (
        <p className="mt-4">Thank you for your interest.</p>
      )}
      {event.readings.length > 0 && (
        <p>
          There is <a href={`/events/${event.slug}#reading`}>something to read</a> that goes with it.
        </p>
      )}
    </Sheet>
  )
}

export function CancelledEvent(face: Face) {
  return (
    <Sheet tag="Cancelled" title="This session does not take place" face={face}>
      <p className="mt-4">The organisers have cancelled it. You need not do anything.</p>
    </Sheet>
  )
}

export function Cancelled(face: Face) {
  const { cancelledBy, now, event } = face.attendance
  if (cancelledBy === "organiser")
    return (
      <Sheet tag="Cancelled" title="Your place is cancelled" face={face}>
        <p className="mt-4">The organisers have cancelled it. If you think that this is a mistake, write to them.</p>
      </Sheet>
    )
  if (now >= event.endsAt)
    return (
      <Sheet tag={cancelledBy === "lapse" ? "Offer ended" : "You have cancelled"} title="This session is over" face={face}>
        <p className="mt-4">Thank you for your interest.</p>
      </Sheet>
    )
  return (
    <Sheet tag="You have cancelled" title="Your place is free for somebody else" face={face}>
      <p className="mt-4">Changed your mind? You get your place back as long as there are places.</p>
      <DoorButton token={face.token} door="restore">
        Undo: register me again
      </DoorButton>
    </Sheet>
  )
}
