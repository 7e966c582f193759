import { Refresh } from "@/components/ui/refresh"
import type { Progress } from "@/lib/deliveries/progress"
import type { DeskEvent } from "@/lib/events/desk"
import { joinReleaseTime } from "@/lib/events/rules"
import { dayFrom, subjectTime } from "@/lib/time"
import { ProgressBar } from "./progress"

type Props = { event: DeskEvent; progress: Progress | null; toSend: number; refused: string | null }

const people = (count: number) => `${count.toLocaleString("en-GB")} ${count === 1 ? "person" : "people"}`

const refusals = new Map([
  ["changed", "The link or passcode was changed after you opened this page. Check it and press again."],
  ["over", "This event is over. Nothing was sent."],
  ["notPublished", "This event is not published. Nothing was sent."],
])

/** The sending room: what will go out and to how many; once released, where it is. */
export function Sending({ event, progress, toSend, refused }: Props) {
  const isCurrent = progress !== null && event.joinReleasedVersion === event.joinVersion
  const isMoving = progress !== null && progress.queued + progress.sending + progress.beingPrepared > 0
  return (
    <>
      {refused && refusals.has(refused) && (
        <p className="banner warn" role="alert">
          {refusals.get(refused)}
        </p>
      )}
      {isMoving && <Refresh seconds={1} />}
      {progress && (
        <section className="sheet">
          <h2>
            Version {event.joinReleasedVersion} {isMoving ? "is going out" : "is out"}
          </h2>
          <ProgressBar progress={progress} />
        </section>
      )}
      {!isCurrent && (event.joinUrl ? <Offer event={event} toSend={toSend} isFirst={progress === null} /> : <NoLink event={event} />)}
    </>
  )
}

function NoLink({ event }: { event: DeskEvent }) {
  if (event.now >= event.endsAt) return <p className="mt-6">This event is over. No joining details were sent.</p>
  return (
    <section className="sheet">
      <h2>There is no link yet</h2>
      <p className="mt-2">
        <a href={`/admin/events/${event.id}/join-details`}>Enter link and passcode</a>. They are due{" "}
        {dayFrom(event.now, joinReleaseTime(event), event.timeZone)}.
      </p>
    </section>
  )
}

function Offer({ event, toSend, isFirst }: { event: DeskEvent; toSend: number; isFirst: boolean }) {
  const release = joinReleaseTime(event)
  return (
    <section className="sheet">
      <h2>{isFirst ? "What will be sent" : `Version ${event.joinVersion} is saved and not mailed yet`}</h2>
      <dl className="facts">
        <dt>Link</dt>
        <dd className="break-all">{event.joinUrl}</dd>
        <dt>Passcode</dt>
        <dd>{event.passcode ?? "none"}</dd>
        {event.joinInstructions && (
          <>
            <dt>Also</dt>
            <dd className="whitespace-pre-line">{event.joinInstructions}</dd>
          </>
        )}
        <dt>To</dt>
        <dd>
          {people(toSend)}
          <small>Everyone registered who does not hold these details. Whoever registers later gets them in the confirmation.</small>
        </dd>
      </dl>
      {isFirst && event.now < release && <p className="note mt-4">If you do nothing, this happens by itself: {subjectTime(release, event.timeZone)}.</p>}
      <details className="mt-6">
        <summary className="button">{isFirst ? `Send to ${people(toSend)}` : `Tell ${people(toSend)}`}</summary>
        <form className="mt-4" method="post" action={`/admin/events/${event.id}/send/release`}>
          <p>{people(toSend)} will get a mail with this link and passcode now. It cannot be called back.</p>
          <input type="hidden" name="version" value={event.joinVersion} />
          <button type="submit" className="button mt-3">
            Yes, send to {people(toSend)}
          </button>
        </form>
      </details>
    </section>
  )
}
