import type { ReactNode } from "react"
import { clockTime, longDay, timeSpan } from "@/lib/time"
import type { Face } from "./faces"

type Props = { tag: string; title: ReactNode; children?: ReactNode; face: Face }

/** The one sheet of the page: where the person stands, when the session is, and what to do now. */
export function Sheet({ tag, title, children, face: { attendance } }: Props) {
  const { event, now, toldBefore } = attendance
  return (
    <section className="sheet mt-8">
      <span className="tag">{tag}</span>
      <h2 className="mt-3">{title}</h2>
      <p className="note">
        {longDay(event.startsAt, event.timeZone)}, {timeSpan(event.startsAt, event.endsAt, event.timeZone)}
      </p>
      {toldBefore && now < event.endsAt && event.status === "published" && (
        <p className="banner">
          Moved. Before, it was on {longDay(toldBefore.startsAt, event.timeZone)}, {clockTime(toldBefore.startsAt, event.timeZone)} to{" "}
          {clockTime(toldBefore.endsAt, event.timeZone)}.
        </p>
      )}
      {children}
    </section>
  )
}

/** A button that posts to one of the doors of the person's page. */
export function DoorButton({ token, door, children }: { token: string; door: string; children: ReactNode }) {
  return (
    <form method="post" action={`/attend/${token}/${door}`}>
      <button type="submit" className="button wide">
        {children}
      </button>
    </form>
  )
}
