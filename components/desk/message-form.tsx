import { Choice } from "@/components/ui/choice"
import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import { type Audience, audienceLabel, audienceNames } from "@/lib/messages/schema"
import type { Problems } from "@/lib/problems"

type Props = { eventId: string; counts: Record<Audience, number>; fields: Record<string, string> | null; problems: Problems }

/** Where an organiser writes to a chosen audience. Nothing goes before it was checked. */
export function MessageForm({ eventId, counts, fields, problems }: Props) {
  return (
    <form className="sheet max-w-3xl" method="post" action={`/admin/events/${eventId}/messages/prepare`}>
      <ErrorSummary problems={problems} />
      <h2>Write a message</h2>
      <p className="note">
        Link and passcode have <a href={`/admin/events/${eventId}/send`}>a page of their own</a>. The next step shows the mail as it arrives; nothing goes out
        before that.
      </p>
      <Choice
        name="audience"
        label="To"
        options={audienceNames.map((name) => [name, `${audienceLabel(name)} (reaches ${counts[name].toLocaleString("en-GB")})`])}
        defaultValue={fields?.audience}
        error={problems.audience}
      />
      <Field name="subject" label="Subject" required maxLength={200} defaultValue={fields?.subject} error={problems.subject} />
      <Field
        name="body"
        label="Message"
        hint="{name} becomes the person’s name, {title} the title, {when} day and time, {page} the link to their own page. An empty line makes a paragraph."
        rows={10}
        required
        maxLength={10_000}
        defaultValue={fields?.body}
        error={problems.body}
      />
      <button type="submit" className="button mt-6">
        Check the message
      </button>
    </form>
  )
}
