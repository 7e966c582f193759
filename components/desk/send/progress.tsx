import { ProgressBar } from "@/components/desk/progress"
import type { Sending } from "@/lib/events/desk"
import { howLong } from "@/lib/time"
import { ActionButton, AskingButton } from "./button"

/** Step 5: where the released details are, in people, how quickly they go, and how to hold them. */
export function ProgressSheet({ sending: { event, progress, pace } }: { sending: Sending }) {
  if (!progress) return null
  const waiting = progress.queued + progress.sending + progress.beingPrepared
  return (
    <section id="progress" className="sheet">
      <h2>
        Version {event.joinReleasedVersion} {waiting === 0 ? "is out" : event.mailPausedAt ? "is paused" : "is going out"}
      </h2>
      <ProgressBar progress={progress} />
      {waiting > 0 && <p className="note mt-4">{paceWords(waiting, pace.rate)}</p>}
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
            question={`${waiting.toLocaleString("en-GB")} letters that still wait will not go, reminders and messages of this event included. You can try them again later.`}
          />
        </div>
      )}
    </section>
  )
}

function paceWords(waiting: number, rate: number): string {
  if (rate === 0) return "Nothing has gone in the last ten seconds."
  return `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString("en-GB")} letters a second; the rest takes about ${waiting / rate < 60 ? `${Math.ceil(waiting / rate)} s` : howLong((waiting / rate) * 1000)}.`
}
