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
export function Actions({ face, token, attendance: { event, now } }: Face & { face: AttendPage }) {
  const words = now < event.endsAt && cancelWords[face]
  return (
    <div className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-3">
      {words && <a href={`/events/${event.slug}/calendar.ics`}>Add to calendar</a>}
      <a href={`/events/${event.slug}`}>About the session</a>
      {words && <a href={`/attend/${token}/mail`}>Your mail</a>}
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
