import { clockTime, dayAndMonth } from "@/lib/time"
import type { Face } from "./faces"
import { DoorButton, Sheet } from "./sheet"

// On the waiting list, and off it.

export function Waiting(face: Face) {
  return (
    <Sheet tag="Waiting list" title={`You are number ${face.placeInLine} in line`} face={face}>
      <p className="mt-4">
        All places are taken. Places that become free are offered to those who wait, in order. When it is your turn we e-mail you, and you say yes within the
        time that the mail names.
      </p>
    </Sheet>
  )
}

export function Offered(face: Face) {
  const { offeredUntil, event } = face.attendance
  return (
    <Sheet tag="A place is free for you" title="Do you take it?" face={face}>
      {offeredUntil && (
        <p className="mt-4">
          It is kept for you until{" "}
          <strong>
            {dayAndMonth(offeredUntil, event.timeZone)}, {clockTime(offeredUntil, event.timeZone)}
          </strong>
          . After that it goes to whoever is next in line.
        </p>
      )}
      <DoorButton token={face.token} door="accept">
        Take the place
      </DoorButton>
    </Sheet>
  )
}

export function Lapsed(face: Face) {
  return (
    <Sheet tag="Offer ended" title="The place is no longer kept for you" face={face}>
      <p className="mt-4">
        It was not taken in time, so that it can go to whoever is next in line. If you would still like to come, join again: you get a place at once if one is
        free.
      </p>
      <DoorButton token={face.token} door="restore">
        Join the list again
      </DoorButton>
    </Sheet>
  )
}
