import { CalendarLinks } from "@/components/event/calendar-links"
import type { AttendPage } from "@/lib/attendance/rules"
import type { Face } from "./faces"

/** What somebody with this face gives up by cancelling. A face that is not here has nothing to give up. */
const cancelWords: Partial<Record<AttendPage, string>> = {
  early: "Cancel my place",
  open: "Cancel my place",
  noLink: "Cancel my place",
  waiting: "Leave the waiting list",
  offered: "No, thank you: let it go",
}

/** What else the person can do. */
export function Actions({ face, token, calendars, attendance: { event, now } }: Face & { face: AttendPage }) {
  const words = now < event.endsAt && cancelWords[face]
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
      {words && (
        <form method="post" action={`/attend/${token}/cancel`}>
          <button type="submit" className="cursor-pointer text-[var(--warn)] underline underline-offset-3">
            {words}
          </button>
        </form>
      )}
    </div>
  )
}
