import { CalendarLinks } from "@/components/event/calendar-links"
import type { AttendPage } from "@/lib/attendance/rules"
import type { Face } from "./faces"

const place = "Cancel my place"
/** What somebody with this face gives up by cancelling. A face that is not here has nothing to give up. */
const cancelWords: Partial<Record<AttendPage, string>> = {
  early: place,
  open: place,
  noLink: place,
  waiting: "Leave the waiting list",
  offered: "No, thank you: let it go",
}

/** What else the person can do. */
export function Actions({ face, token, calendars, attendance: { event, now } }: Face & { face: AttendPage }) {
  const words = now < event.endsAt && cancelWords[face]
  const mayLose = words === place && event.taken >= event.capacity
  return (
    <div className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-3">
      {words && (
        <details className="w-full">
          <summary className="cursor-pointer py-2">Add to calendar</summary>
          <CalendarLinks slug={event.slug} links={calendars} />
        </details>
      )}
      <a href={`/events/${event.slug}`}>About the session</a>
      {words && <a href={`/attend/${token}/change`}>Change your details</a>}
      {words && <a href={`/attend/${token}/mail`}>Your mail</a>}
      <a href={`/attend/${token}/data`}>What we hold about you</a>
      {words && (mayLose ? <Asked token={token} words={words} /> : <Cancel token={token} words={words} />)}
    </div>
  )
}

type Way = { token: string; words: string }
const look = "cursor-pointer text-[var(--warn)] underline underline-offset-3"

/** One press: it can be undone. */
function Cancel({ token, words }: Way) {
  return (
    <form method="post" action={`/attend/${token}/cancel`}>
      <button type="submit" className={look}>
        {words}
      </button>
    </form>
  )
}

/** The same where it cannot be undone for sure. */
function Asked({ token, words }: Way) {
  return (
    <details className="w-full">
      <summary className={look}>{words}</summary>
      <p className="my-2">All places are taken. Somebody else may get yours at once, and then you cannot have it back.</p>
      <Cancel token={token} words="Yes, cancel my place" />
    </details>
  )
}
