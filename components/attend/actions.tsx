import { CalendarLinks } from "@/components/event/calendar-links"
import type { AttendPage } from "@/lib/attendance/rules"
import { registrationState } from "@/lib/events/rules"
import type { Attendance } from "@/lib/registrations/queries"
import type { Face } from "./faces"

const cancelPlace = "Cancel my place"
/** What somebody with this face gives up by cancelling. A face that is not here has nothing to give up. */
const cancelWords: Partial<Record<AttendPage, string>> = {
  early: cancelPlace,
  open: cancelPlace,
  noLink: cancelPlace,
  waiting: "Leave the waiting list",
  offered: "No, thank you: let it go",
}

/** What cannot be had back for sure. null: one press undoes it. */
function lossOf(face: AttendPage, { event, now }: Attendance): string | null {
  if (face === "waiting") return "You lose your place in line, and would start again at its end."
  if (face === "offered") return "The place goes to whoever is next in line, and you leave the list."
  const state = registrationState(event, now)
  if (state === "open") return null
  if (state === "waiting" || state === "full") return "All places are taken. Somebody else may get yours at once, and then you cannot have it back."
  return "Nobody can register at the moment, so you could not have your place back."
}

/** What else the person can do. */
export function Actions({ face, token, calendars, attendance }: Face & { face: AttendPage }) {
  const { event, now } = attendance
  const words = now < event.endsAt && cancelWords[face]
  const loss = lossOf(face, attendance)
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
      {words && (loss ? <CancelAfterQuestion token={token} words={words} loss={loss} /> : <Cancel token={token} words={words} />)}
    </div>
  )
}

type CancelProps = { token: string; words: string }
const warnLink = "cursor-pointer text-[var(--warn)] underline underline-offset-3"

function Cancel({ token, words }: CancelProps) {
  return (
    <form method="post" action={`/attend/${token}/cancel`}>
      <button type="submit" className={warnLink}>
        {words}
      </button>
    </form>
  )
}

function CancelAfterQuestion({ token, words, loss }: CancelProps & { loss: string }) {
  return (
    <details className="w-full">
      <summary className={warnLink}>{words}</summary>
      <p className="my-2">{loss}</p>
      <Cancel token={token} words="Yes, I am sure" />
    </details>
  )
}
