import { Findings } from "@/components/desk/findings"
import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import { Tick } from "@/components/ui/tick"
import type { DeskEvent } from "@/lib/events/desk"
import type { Finding } from "@/lib/events/join-lint"
import { joinFields, joinLabels } from "@/lib/events/rules"
import type { Problems } from "@/lib/problems"

type Props = {
  event: DeskEvent
  /** Somebody has saved since, and the difference is shown. */
  isConflict: boolean
  fields: Record<string, string> | null
  problems: Problems
  /** What looks wrong in what was typed, and was not saved. */
  doubts: Finding[]
}

export function JoinDetailsForm({ event, isConflict, fields, problems, doubts }: Props) {
  const values = fields ?? joinFields(event)
  return (
    <form className="sheet max-w-3xl" method="post" action={`/admin/events/${event.id}/join-details/save`}>
      <ErrorSummary problems={problems} />
      <input type="hidden" name="version" value={isConflict ? event.joinVersion : (fields?.version ?? event.joinVersion)} />
      <h2>{event.joinVersion === 0 ? "How attendees join" : `Version ${event.joinVersion}`}</h2>
      <p className="note">
        Mailing is a step of its own.{" "}
        {event.joinReleasedVersion !== null && "The details are out: a change shows on the attendees’ own pages as soon as it is saved."}
      </p>
      <Field
        name="joinUrl"
        label={joinLabels.joinUrl}
        hint="The link for attendees, not the one for the host."
        type="url"
        required
        maxLength={2000}
        spellCheck={false}
        defaultValue={values.joinUrl}
        error={problems.joinUrl}
      />
      <Field
        name="passcode"
        label={joinLabels.passcode}
        maxLength={100}
        spellCheck={false}
        autoComplete="off"
        defaultValue={values.passcode}
        error={problems.passcode}
      />
      <Field
        name="joinInstructions"
        label={joinLabels.joinInstructions}
        hint="Dial-in numbers, for example."
        rows={4}
        maxLength={2000}
        defaultValue={values.joinInstructions}
        error={problems.joinInstructions}
      />
      {doubts.length > 0 && (
        <div className="banner warn" role="alert">
          <p>Nothing was saved. Look at this first:</p>
          <Findings findings={doubts} />
          <Tick name="sure" label="It is right all the same" />
        </div>
      )}
      <button type="submit" className="button mt-6">
        Save link and passcode
      </button>
    </form>
  )
}
