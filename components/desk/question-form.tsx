import { Choice } from "@/components/ui/choice"
import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import { Tick } from "@/components/ui/tick"
import { conditionOptions } from "@/lib/conditions/rules"
import type { Problems } from "@/lib/problems"
import { kindWords } from "@/lib/questions/rules"
import { hasChoices, type Kind, kindNames, longestValue, type Question } from "@/lib/questions/schema"

type Props = {
  action: string
  /** Of a question that there is already: it stays. */
  kind?: Kind
  /** The questions that stand before this one. */
  before: Question[]
  values: Record<string, string>
  problems: Problems
}

export function QuestionForm({ action, kind, before, values, problems }: Props) {
  const conditions = conditionOptions(before)
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
      {(!kind || kind === "number" || kind === "date") && <Bounds kind={kind} values={values} problems={problems} />}
      {conditions.length > 0 && (
        <Choice
          name="shownWhen"
          label="When it is asked"
          options={[["", "Always"], ...conditions.map(([value, words]): [string, string] => [value, `Only if ${words}`])]}
          defaultValue={values.shownWhen}
          error={problems.shownWhen}
        />
      )}
      <Tick
        name="required"
        label={conditions.length > 0 ? "Everybody who is asked must answer it" : "Everybody must answer it"}
        defaultChecked={values.required !== undefined}
      />
      <button type="submit" className="button mt-6">
        Save the question
      </button>
    </form>
  )
}

const boundLabels = {
  number: { least: "Least", most: "Most" },
  date: { least: "Earliest day", most: "Latest day" },
  any: { least: "Least, or earliest day", most: "Most, or latest day" },
}

/** Least and most of a number, earliest and latest of a day. */
function Bounds({ kind, values, problems }: Pick<Props, "kind" | "values" | "problems">) {
  const labels = boundLabels[kind === "number" || kind === "date" ? kind : "any"]
  const hint = kind ? undefined : "For a number, like 3, or a day, like 2027-03-04. The others have none."
  const furniture = kind === "date" ? { type: "date" } : { maxLength: longestValue }
  return (
    <>
      <Field name="least" label={labels.least} {...(hint && { hint })} {...furniture} defaultValue={values.least} error={problems.least} />
      <Field name="most" label={labels.most} {...(hint && { hint })} {...furniture} defaultValue={values.most} error={problems.most} />
    </>
  )
}
