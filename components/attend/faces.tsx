import type { ReactNode } from "react"
import { type AttendPage, doorsOpenBefore, joinReleaseTime } from "@/lib/events/rules"
import type { Attendance } from "@/lib/registrations/queries"
import { clockTime, dayAndMonth, howLong, longDay, timeSpan } from "@/lib/time"
import { Key } from "./key"

type Face = { attendance: Attendance; token: string; placeInLine: number }

/** The attendee's page in the face that the moment calls for. */
export function AttendFaces({ face, ...props }: Face & { face: AttendPage }) {
  const Shown = faces[face]
  return <Shown {...props} />
}

const faces: Record<AttendPage, (props: Face) => ReactNode> = {
  early: Early,
  open: Open,
  noLink: NoLink,
  ended: Ended,
  cancelledEvent: CancelledEvent,
  cancelled: Cancelled,
  waiting: Waiting,
}

function When({ attendance: { event } }: { attendance: Attendance }) {
  return (
    <p className="note">
      {longDay(event.startsAt, event.timeZone)}, {timeSpan(event.startsAt, event.endsAt, event.timeZone)}
    </p>
  )
}

function Sheet({ tag, title, children, attendance }: { tag: string; title: string; children?: ReactNode; attendance: Attendance }) {
  return (
    <section className="sheet mt-8">
      <span className="tag">{tag}</span>
      <h2 className="mt-3">{title}</h2>
      <When attendance={attendance} />
      {children}
    </section>
  )
}

function startsIn({ event, now }: Attendance): string {
  const ahead = event.startsAt.getTime() - now.getTime()
  return ahead > 0 ? `Starts in ${howLong(ahead)}` : "It has started"
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

function Early({ attendance, token }: Face) {
  const { event, now } = attendance
  const doors = new Date(event.startsAt.getTime() - doorsOpenBefore)
  const isReleased = event.joinReleasedVersion !== null && event.joinUrl
  return (
    <>
      <Sheet tag="You are registered" title={startsIn(attendance)} attendance={attendance}>
        <p className="mt-4">
          The button to join appears here on {dayAndMonth(doors, event.timeZone)} at {clockTime(doors, event.timeZone)}.
        </p>
        {isReleased ? (
          <JoinDetails {...attendance} />
        ) : (
          <p>
            {now < joinReleaseTime(event)
              ? `We e-mail you the link and passcode on ${dayAndMonth(joinReleaseTime(event), event.timeZone)}.`
              : "The organisers have not released the link yet. We e-mail it to you as soon as they do."}
          </p>
        )}
      </Sheet>
      <Actions slug={event.slug} token={token} />
    </>
  )
}

function Open({ attendance, token }: Face) {
  return (
    <>
      <Sheet tag="Doors are open" title={startsIn(attendance)} attendance={attendance}>
        <form method="post" action={`/attend/${token}/join`}>
          <button type="submit" className="button wide">
            Join now
          </button>
        </form>
        <JoinDetails {...attendance} />
      </Sheet>
      <Actions slug={attendance.event.slug} token={token} />
    </>
  )
}

function NoLink({ attendance, token }: Face) {
  const { replyTo, slug } = attendance.event
  return (
    <>
      <Sheet tag="You are registered" title={startsIn(attendance)} attendance={attendance}>
        <p className="mt-4">The organisers have not given us the link yet. Keep this page open: the button to join appears here as soon as they do.</p>
        {replyTo && (
          <p>
            You can also <a href={`mailto:${replyTo}`}>ask the organisers</a>.
          </p>
        )}
      </Sheet>
      <Actions slug={slug} token={token} />
    </>
  )
}

function Ended({ attendance }: Face) {
  const { event } = attendance
  return (
    <Sheet tag="Ended" title="This session is over" attendance={attendance}>
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

function CancelledEvent({ attendance }: Face) {
  return (
    <Sheet tag="Cancelled" title="This session does not take place" attendance={attendance}>
      <p className="mt-4">The organisers have cancelled it. You need not do anything.</p>
    </Sheet>
  )
}

function Cancelled({ attendance, token }: Face) {
  const isOver = attendance.now >= attendance.event.endsAt
  if (attendance.cancelledBy === "organiser")
    return (
      <Sheet tag="Cancelled" title="Your place is cancelled" attendance={attendance}>
        <p className="mt-4">The organisers have cancelled it. If you think that this is a mistake, write to them.</p>
      </Sheet>
    )
  return (
    <Sheet tag="You have cancelled" title="Your place is free for somebody else" attendance={attendance}>
      {isOver ? (
        <p className="mt-4">This session is over.</p>
      ) : (
        <form method="post" action={`/attend/${token}/restore`}>
          <p className="mt-4">Changed your mind? You get your place back as long as there are places.</p>
          <button type="submit" className="button wide">
            Undo: register me again
          </button>
        </form>
      )}
    </Sheet>
  )
}

function Waiting({ attendance, token, placeInLine }: Face) {
  return (
    <>
      <Sheet tag="Waiting list" title={`You are number ${placeInLine} in line`} attendance={attendance}>
        <p className="mt-4">All places are taken. Places that become free go to those who wait, in order, and we e-mail you when it is your turn.</p>
      </Sheet>
      <Actions slug={attendance.event.slug} token={token} />
    </>
  )
}

function Actions({ slug, token }: { slug: string; token: string }) {
  return (
    <div className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-3">
      <a href={`/events/${slug}/calendar.ics`}>Add to calendar</a>
      <a href={`/events/${slug}`}>About the session</a>
      <a href={`/attend/${token}/mail`}>Your mail</a>
      <form method="post" action={`/attend/${token}/cancel`}>
        <button type="submit" className="cursor-pointer text-[var(--warn)] underline underline-offset-3">
          Cancel my place
        </button>
      </form>
    </div>
  )
}
