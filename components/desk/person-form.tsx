import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import type { Problems } from "@/lib/problems"
import type { DeskRegistrant } from "@/lib/registrations/queries"
import { detailDifferences, detailLabels } from "@/lib/registrations/rules"
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
  const field = (name: "name" | "organisation" | "note") => ({
    name,
    defaultValue: fields?.[name] ?? person[name],
    error: problems[name],
    label: detailLabels[name],
  })
  const { name, organisation, note } = person
  const former = { formerName: name, formerOrganisation: organisation, formerNote: note }
  return (
    <details className="mt-4" open={fields !== null}>
      <summary className="cursor-pointer underline">Change name, organisation or note</summary>
      <form className="mt-3 max-w-xl" method="post" action={`/admin/events/${eventId}/registrants/${person.id}/details`}>
        <ErrorSummary problems={problems} />
        {isConflict && fields && <EditConflict differences={detailDifferences(person, fields)} />}
        {Object.entries(former).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={isConflict ? value : (fields?.[field] ?? value)} />
        ))}
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
