import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import type { Problems } from "@/lib/problems"
import type { DeskRegistrant } from "@/lib/registrations/queries"
import { type Details, detailDifferences, detailLabels, detailsOr, mergeDetails } from "@/lib/registrations/rules"
import { EditConflict } from "./edit-conflict"

type Props = {
  eventId: string
  person: DeskRegistrant
  /** Somebody has changed the same since. */
  isConflict: boolean
  fields: Record<string, string> | null
  problems: Problems
}

/** What the list says of a person, and the organisers' note. */
export function PersonForm({ eventId, person, isConflict, fields, problems }: Props) {
  const typed = detailsOr(person, fields ?? {})
  const before = detailsOr(person, { name: fields?.formerName, organisation: fields?.formerOrganisation, note: fields?.formerNote })
  const values = isConflict ? mergeDetails(person, before, typed).merged : typed
  const former = isConflict ? person : before
  const field = (name: keyof Details) => ({ name, defaultValue: values[name], error: problems[name], label: detailLabels[name] })
  return (
    <details className="mt-4" open={fields !== null}>
      <summary className="cursor-pointer underline">Change name, organisation or note</summary>
      <form className="mt-3 max-w-xl" method="post" action={`/admin/events/${eventId}/registrants/${person.id}/details`}>
        <ErrorSummary problems={problems} />
        {isConflict && <EditConflict differences={detailDifferences(person, values)} />}
        <input type="hidden" name="formerName" value={former.name} />
        <input type="hidden" name="formerOrganisation" value={former.organisation} />
        <input type="hidden" name="formerNote" value={former.note} />
        <Field {...field("name")} hint="Letters from now on greet the person so. Nobody is mailed about it." required maxLength={200} />
        <Field {...field("organisation")} maxLength={200} />
        <Field
          {...field("note")}
          hint="Only the organisers see it on the desk. It is part of what the site holds about the person."
          rows={4}
          maxLength={2000}
        />
        <button type="submit" className="button quiet mt-4">
          Save
        </button>
      </form>
    </details>
  )
}
