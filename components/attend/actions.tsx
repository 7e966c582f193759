import type { Face } from "./faces"

/** What else the person can do. */
export function Actions({ token, attendance: { event, status, now } }: Face) {
  const isOver = now >= event.endsAt
  return (
    <div className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-3">
      {!isOver && <a href={`/events/${event.slug}/calendar.ics`}>Add to calendar</a>}
      <a href={`/events/${event.slug}`}>About the session</a>
      <a href={`/attend/${token}/mail`}>Your mail</a>
      {!isOver && (
        <form method="post" action={`/attend/${token}/cancel`}>
          <button type="submit" className="cursor-pointer text-[var(--warn)] underline underline-offset-3">
            {status === "offered" ? "No, thank you: let it go" : status === "waiting" ? "Leave the waiting list" : "Cancel my place"}
          </button>
        </form>
      )}
    </div>
  )
}
