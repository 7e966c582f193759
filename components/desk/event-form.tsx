import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import type { DeskEvent } from "@/lib/events/desk"
import { type EventFields, eventFields } from "@/lib/events/rules"
import { noticeWords, standardNotice } from "@/lib/privacy/rules"
import type { Problems } from "@/lib/problems"
import { longDay, timeSpan } from "@/lib/time"
import { OriginsField } from "./embedding"
import { EventButtons } from "./event-buttons"
import { Places } from "./event-places"

type Props = {
  event: DeskEvent
  siteUrl: string
  /** Somebody has saved since, and the difference is shown. */
  isConflict: boolean
  fields: Record<string, string> | null
  problems: Problems
}
export type Group = { values: Partial<EventFields>; problems: Problems }

export function EventForm({ event, siteUrl, isConflict, fields, problems }: Props) {
  const values = fields ?? eventFields(event)
  const group = { values, problems }
  return (
    <form className="sheet max-w-3xl" method="post" action={`/admin/events/${event.id}/save`}>
      <ErrorSummary problems={problems} />
      <input type="hidden" name="edition" value={isConflict ? event.edition : (fields?.edition ?? event.edition)} />
      <p>
        {longDay(event.startsAt, event.timeZone)}, {timeSpan(event.startsAt, event.endsAt, event.timeZone)}.{" "}
        <a href={`/admin/events/${event.id}/changes`}>Move it</a>
      </p>
      <Words {...group} />
      <Field
        name="slug"
        label="Address"
        hint={`The end of ${siteUrl}/events/… An address that it had before leads here all the same.`}
        required
        maxLength={80}
        spellCheck={false}
        defaultValue={values.slug}
        error={problems.slug}
      />
      <Places {...group} taken={event.taken} zone={event.timeZone} />
      <Field
        name="doorsOpenMinutes"
        label="Minutes before the start at which the button to join appears"
        inputMode="numeric"
        required
        maxLength={4}
        defaultValue={values.doorsOpenMinutes}
        error={problems.doorsOpenMinutes}
      />
      <Field
        name="replyTo"
        label="Who answers questions"
        hint="An email address. Attendees' answers go there."
        maxLength={254}
        inputMode="email"
        defaultValue={values.replyTo}
        error={problems.replyTo}
      />
      <Field
        name="retentionDays"
        label="Days until names and addresses are deleted"
        hint="Counted from the end of the event. People are told the date before they register."
        inputMode="numeric"
        required
        maxLength={4}
        defaultValue={values.retentionDays}
        error={problems.retentionDays}
      />
      <NoticeField {...group} />
      <OriginsField value={values.embedOrigins} error={problems.embedOrigins} />
      <EventButtons event={event} />
    </form>
  )
}

/** The notice that the registration form links to. */
function NoticeField({ values, problems }: Group) {
  return (
    <>
      <Field
        name="privacyNotice"
        label="Privacy notice"
        hint={`In Markdown; the form links to it. {${noticeWords.join("}, {")}} stand for host, who answers questions, and day of deletion. Empty: the words below.`}
        rows={8}
        maxLength={20_000}
        defaultValue={values.privacyNotice}
        error={problems.privacyNotice}
      />
      <details className="mt-2">
        <summary>The site’s own words, to begin from</summary>
        <pre className="note mt-2 whitespace-pre-wrap">{standardNotice}</pre>
      </details>
    </>
  )
}

/** What the public page says. */
function Words({ values, problems }: Group) {
  return (
    <>
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
        name="programme"
        label="Programme"
        hint="In Markdown: a table or a list of times, for example."
        rows={8}
        maxLength={10_000}
        defaultValue={values.programme}
        error={problems.programme}
      />
      <Field
        name="notice"
        label="Banner"
        hint="Shown at once on all pages of the event, for trouble or news. No mail goes out."
        maxLength={500}
        defaultValue={values.notice}
        error={problems.notice}
      />
    </>
  )
}
