import { ProgressBar } from "@/components/desk/progress"
import type { Sending } from "@/lib/events/desk"
import { people } from "@/lib/registrations/rules"
import { howLong } from "@/lib/time"
import { ActionButton, AskingButton } from "./button"

/** Step 5: where the released details are, in people, how quickly they go, and how to hold them. */
export function ProgressSheet({ sending: { event, progress, pace } }: { sending: Sending }) {
  if (!progress) return null
  const waiting = progress.queued + progress.sending + progress.beingPrepared
  const isMoving = progress.beingPrepared > 0 || (waiting > 0 && pace.due > 0)
  return (
    <section id="progress" className="sheet">
      <h2>
        Version {event.joinReleasedVersion}{" "}
        {waiting > 0 && event.mailPausedAt
          ? "is paused"
          : isMoving
            ? "is going out"
            : progress.sent === 0 && progress.registered > 0
              ? "has not gone to anybody"
              : "is out"}
      </h2>
      <ProgressBar progress={progress} />
      {waiting > 0 && !event.mailPausedAt && <p className="note mt-4">{paceWords(progress.queued + progress.sending, progress.beingPrepared, pace)}</p>}
      {pace.possiblyTwice > 0 && (
        <p className="note mt-2">
          {pace.possiblyTwice === 1 ? "One letter" : `${pace.possiblyTwice.toLocaleString("en-GB")} letters`} of this event may have gone twice: the connection
          broke while it was on its way. Both copies carry the same Message-ID.
        </p>
      )}
      {waiting > 0 && (
        <div className="mt-5 flex flex-wrap items-start gap-x-6 gap-y-3">
          {!event.mailPausedAt && <ActionButton action={`/admin/events/${event.id}/send/pause`}>Pause</ActionButton>}
          <AskingButton
            action={`/admin/events/${event.id}/send/stop`}
            label="Stop what still waits"
            question={`${people(waiting)} still ${waiting === 1 ? "waits" : "wait"}. Joining letters, reminders, messages and the recording that wait will not go. Confirmations, and letters about a new time or the end of it all, go all the same, with the link if it is out: pause instead when the link is wrong. You can try them again later.`}
          />
        </div>
      )}
    </section>
  )
}

function paceWords(waiting: number, beingPrepared: number, { rate, due }: Sending["pace"]): string {
  if (beingPrepared > 0) return "The letters are being made."
  if (due === 0) return `${people(waiting)} wait for another try: see below.`
  if (rate === 0) return "The first letters are on their way."
  const seconds = due / rate
  const pace = rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString("en-GB")
  return `${pace} letters a second; the rest takes about ${seconds < 60 ? `${Math.ceil(seconds)} s` : howLong(seconds * 1000)}.`
}
