import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import { Tick } from "@/components/ui/tick"
import type { DeskEvent } from "@/lib/events/desk"
import type { Problems } from "@/lib/problems"
import { longDay, timeSpan } from "@/lib/time"

type Props = { event: DeskEvent; fields: Record<string, string> | null; problems: Problems }

const shown = (event: DeskEvent): Record<string, string> => ({
  title: event.title,
  host: event.host,
  summary: event.summary,
  about: event.about,
  notice: event.notice ?? "",
  capacity: String(event.capacity),
  replyTo: event.replyTo ?? "",
  ...(event.waitingList && { waitingList: "yes" }),
})

export function EventForm({ event, fields, problems }: Props) {
  const values = fields ?? shown(event)
  return (
    <form className="sheet max-w-3xl" method="post" action={`/admin/events/${event.id}/save`}>
      <ErrorSummary problems={problems} />
      <p>
        {longDay(event.startsAt, event.timeZone)}, {timeSpan(event.startsAt, event.endsAt, event.timeZone)}
      </p>
      <Field name="title" label="Title" required maxLength={200} defaultValue={values.title} error={problems.title} />
      <Field
        name="host"
        label="Host"
        hint="The journal, group or house that holds the session."
        maxLength={200}
        defaultValue={values.host}
        error={problems.host}
      />
      <Field
        name="summary"
        label="Summary"
        hint="One sentence, for lists and link previews."
        maxLength={300}
        defaultValue={values.summary}
        error={problems.summary}
      />
      <Field name="about" label="About" hint="In Markdown." rows={14} maxLength={20_000} defaultValue={values.about} error={problems.about} />
      <Field
        name="notice"
        label="Banner"
        hint="Shown at once on all pages of the event, for trouble or news. No mail goes out."
        maxLength={500}
        defaultValue={values.notice}
        error={problems.notice}
      />
      <Field
        name="capacity"
        label="Places"
        hint={`${event.taken} are taken.`}
        inputMode="numeric"
        required
        maxLength={7}
        defaultValue={values.capacity}
        error={problems.capacity}
      />
      <Tick name="waitingList" label="Keep a waiting list when all places are taken" defaultChecked={values.waitingList !== undefined} />
      <Field
        name="replyTo"
        label="Who answers questions"
        hint="An email address. Attendees' answers go there."
        maxLength={254}
        inputMode="email"
        defaultValue={values.replyTo}
        error={problems.replyTo}
      />
      <button type="submit" className="button mt-6">
        Save
      </button>
    </form>
  )
}
