import { Choice } from "@/components/ui/choice"
import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import { Tick } from "@/components/ui/tick"
import type { Problems } from "@/lib/problems"
import { kindWords } from "@/lib/questions/rules"
import { hasChoices, type Kind, kindNames } from "@/lib/questions/schema"

type Props = {
  action: string
  /** Of a question that there is already: it stays. */
  kind?: Kind
  values: Record<string, string>
  problems: Problems
}

export function QuestionForm({ action, kind, values, problems }: Props) {
  return (
    <form className="sheet mt-8 max-w-3xl" method="post" action={action}>
      <ErrorSummary problems={problems} />
      <Field
        name="label"
        label="Question"
        hint="As people read it above the field, or beside the box. Other questions of the form must differ from it."
        required
        maxLength={200}
        defaultValue={values.label}
        error={problems.label}
      />
      <Field name="hint" label="Hint" hint="Stands below the question." maxLength={300} defaultValue={values.hint} error={problems.hint} />
      {kind ? (
        <p className="mt-5">
          <input type="hidden" name="kind" value={kind} />
          <b>{kindWords[kind]}.</b> The kind stays. For another one add a new question.
        </p>
      ) : (
        <Choice name="kind" label="Kind" options={kindNames.map((name) => [name, kindWords[name]])} defaultValue={values.kind} error={problems.kind} />
      )}
      {(!kind || hasChoices(kind)) && (
        <Field
          name="choices"
          label="Choices"
          hint={kind ? "One a line." : "One a line, for questions with choices. The others have none."}
          rows={6}
          maxLength={4000}
          required={kind !== undefined}
          defaultValue={values.choices}
          error={problems.choices}
        />
      )}
      <Tick name="required" label="Everybody must answer it" defaultChecked={values.required !== undefined} />
      <button type="submit" className="button mt-6">
        Save the question
      </button>
    </form>
  )
}
