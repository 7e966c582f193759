import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import { Refresh } from "@/components/ui/refresh"
import { Tick } from "@/components/ui/tick"
import { isOnItsWay, type Outcome, whereItIs } from "@/lib/deliveries/rules"
import type { Reach } from "@/lib/deliveries/told"
import type { DeskEvent } from "@/lib/events/desk"
import { timesOf } from "@/lib/events/rules"
import type { Problems } from "@/lib/problems"
import { people } from "@/lib/registrations/rules"
import { longDay, timeSpan } from "@/lib/time"
import { AskingButton } from "./send/button"
import { Times } from "./times"

type Props = {
  event: DeskEvent
  reach: Reach
  /** Where the letters about the last move, or the cancellation, are. */
  letters: Outcome[]
  fields: Record<string, string> | null
  problems: Problems
  done: string | undefined
  refused: string | undefined
}

const outcomes = new Map([
  ["moved", "Moved. Everyone who knew the old time is told now"],
  ["cancelled", "Cancelled. Everyone who had a place, or waited for one, is told now"],
  ["same", "The event has this time already. Nothing was changed"],
  ["recording", "Saved"],
])
const mailsPeople = (done: string) => done === "moved" || done === "cancelled"
const refusals = new Map([
  ["past", "That time has passed already. Nothing was changed."],
  ["cancelled", "This event is cancelled, so it cannot be moved."],
  ["over", "This event is over, so it cannot be cancelled."],
])

/** What people who are registered are told of: another time, the end of it all, a recording. */
export function Changes({ event, reach, letters, done, refused, ...form }: Props) {
  const { registered, waiting, bounced } = reach
  const told = registered + waiting
  const isOver = event.now >= event.endsAt
  const isOn = event.status === "draft" || (event.status !== "cancelled" && !isOver)
  return (
    <>
      {done && outcomes.has(done) && (
        <p className="banner" role="status">
          {outcomes.get(done)}
          {mailsPeople(done) && bounced > 0 && `, apart from ${people(bounced)} whose address has bounced`}.
        </p>
      )}
      {refused && refusals.has(refused) && (
        <p className="banner warn" role="alert">
          {refusals.get(refused)}
        </p>
      )}
      <p className="mt-6">
        {longDay(event.startsAt, event.timeZone)}, {timeSpan(event.startsAt, event.endsAt, event.timeZone)}
      </p>
      {letters.length > 0 && (
        <p className="note">
          Letters about {event.status === "cancelled" ? "the cancellation" : "the new time"}: {whereItIs(letters)}.
        </p>
      )}
      {isOnItsWay(letters) && <Refresh seconds={2} isQuiet />}
      {isOn && <Move event={event} told={told} {...form} />}
      {event.status === "published" && !isOver && <Cancel event={event} told={told} />}
      {event.status === "cancelled" && <p className="mt-6">This event is cancelled.</p>}
      {event.status !== "cancelled" && <Recording event={event} registered={registered} {...form} />}
    </>
  )
}

type FormProps = Pick<Props, "event" | "fields" | "problems">
const willBeTold = (event: DeskEvent, told: number) =>
  event.status === "published" ? `${people(told)} will be told the new time by mail.` : "Move it: nobody is told, since it is a draft."

function Move({ event, told, fields, problems }: FormProps & { told: number }) {
  const zone = event.timeZone
  const isOwn = fields !== null && "day" in fields
  const values = isOwn ? fields : timesOf(event)
  return (
    <form className="sheet max-w-3xl" method="post" action={`/admin/events/${event.id}/move`}>
      <h2>Move it</h2>
      {isOwn && <ErrorSummary problems={problems} />}
      <p className="note">Times are as the clocks of {zone.replaceAll("_", " ")} show them. Reminders, and the time at which the link goes out, move along.</p>
      <Times values={values} problems={problems} />
      <Tick name="sure" label={willBeTold(event, told)} required />
      <button type="submit" className="button mt-4">
        Move the event
      </button>
    </form>
  )
}

function Cancel({ event, told }: { event: DeskEvent; told: number }) {
  return (
    <section className="mt-10">
      <h2>Cancel it</h2>
      <div className="mt-3">
        <AskingButton
          action={`/admin/events/${event.id}/cancel`}
          label="Cancel the event"
          question={`${people(told)} will be mailed that it does not take place. Joining details and reminders that wait will not go; a message that waits will. This cannot be undone.`}
        />
      </div>
    </section>
  )
}

function Recording({ event, registered, fields, problems }: FormProps & { registered: number }) {
  const isOwn = fields !== null && "recordingUrl" in fields
  return (
    <form className="mt-10 max-w-3xl" method="post" action={`/admin/events/${event.id}/recording`}>
      <h2>Recording</h2>
      {isOwn && <ErrorSummary problems={problems} />}
      <Field
        name="recordingUrl"
        label="Link to the recording"
        hint={`Once the session is over, ${people(registered)} are mailed it, once. It stands on their own pages, too.`}
        type="url"
        required
        maxLength={2000}
        spellCheck={false}
        defaultValue={isOwn ? fields.recordingUrl : (event.recordingUrl ?? "")}
        error={problems.recordingUrl}
      />
      <button type="submit" className="button quiet mt-4">
        Save the recording
      </button>
    </form>
  )
}
