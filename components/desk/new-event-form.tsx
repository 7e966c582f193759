import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import type { Problems } from "@/lib/problems"
import { listTimeZones } from "@/lib/time"
import { Times } from "./times"

type Props = { fields: Record<string, string> | null; problems: Problems; zone: string }

/** The least that an event needs. The rest is for the page after it. */
export function NewEventForm({ fields, problems, zone }: Props) {
  const values = fields ?? { timeZone: zone }
  return (
    <form className="sheet mt-8 max-w-3xl" method="post" action="/admin/events/create">
      <ErrorSummary problems={problems} />
      <p className="note">It begins as a draft: nobody sees it until you publish it.</p>
      <Field name="title" label="Title" required maxLength={200} defaultValue={values.title} error={problems.title} />
      <Times values={values} problems={problems} />
      <Field
        name="timeZone"
        label="Time zone"
        hint="Of the place whose clocks the times are for, like Europe/London."
        required
        spellCheck={false}
        list="zones"
        defaultValue={values.timeZone}
        error={problems.timeZone}
      />
      <datalist id="zones">
        {listTimeZones().map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Field name="capacity" label="Places" inputMode="numeric" required maxLength={7} defaultValue={values.capacity} error={problems.capacity} />
      <button type="submit" className="button mt-6">
        Make a draft
      </button>
    </form>
  )
}
