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
  const isFull = event.taken >= event.capacity
  return (
    <Sheet tag="You have cancelled" title="Somebody else can have the place" face={face}>
      <p className="mt-4">
        {isFull && event.waitingList
          ? "Changed your mind? All places are taken again: you can join the waiting list, at its end."
          : "Changed your mind? You get a place back as long as there are places and people can register."}
      </p>
      <DoorButton token={face.token} door="restore">
        {isFull && event.waitingList ? "Join the waiting list" : "Undo: register me again"}
      </DoorButton>
    </Sheet>
  )
}
