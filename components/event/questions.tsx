import type { ReactNode } from "react"
import { Choices, choiceId } from "@/components/ui/choices"
import { Field } from "@/components/ui/field"
import { Tick } from "@/components/ui/tick"
import { chosenIn } from "@/lib/answers/rules"
import type { Problems } from "@/lib/problems"
import { boxName, fieldName, longest, wholeHint } from "@/lib/questions/rules"
import { type Kind, longestValue, type Question } from "@/lib/questions/schema"

type Typed = { questions: Question[]; fields: Record<string, string>; problems: Problems }

/** The event's own questions, as fields of its form. Those that only an answer makes asked are hidden until it is given, where the browser can. */
export function Questions(typed: Typed) {
  const hiding = hidingRules(typed.questions)
  return (
    <>
      {hiding && <style>{hiding}</style>}
      {typed.questions.map((question) => (
        <div key={question.id} id={placeOf(question)}>
          {furniture[question.kind](question, typed)}
        </div>
      ))}
    </>
  )
}

/**
 * Whether the browser must not check the form: a hidden field with half a day in it would stop it, with nothing to see. The server says all that the
 * browser would.
 */
export const isServersToCheck = (questions: Question[]): boolean => questions.some(({ kind, shownWhen }) => kind === "date" && shownWhen !== null)

const placeOf = (question: Question) => `${fieldName(question)}-question`

/** For a browser, what is hidden can be required, and stop the form with nothing to see. So only the server requires it. */
const about = (question: Question, { questions, problems }: Typed) => {
  const { label, required, shownWhen } = question
  const hint = wholeHint(question, questions)
  return { name: fieldName(question), label, hint, required: required && !shownWhen, isOptional: !required, error: problems[fieldName(question)] }
}
const written = (question: Question, typed: Typed) => ({ ...about(question, typed), defaultValue: typed.fields[fieldName(question)] })

const furniture: Record<Kind, (question: Question, typed: Typed) => ReactNode> = {
  line: (question, typed) => <Field {...written(question, typed)} maxLength={longest.line} />,
  lines: (question, typed) => <Field {...written(question, typed)} rows={4} maxLength={longest.lines} />,
  one: (question, typed) => <Choices {...about(question, typed)} type="radio" choices={choicesOf(question, typed, () => fieldName(question))} />,
  any: (question, typed) => (
    <Choices {...about(question, typed)} type="checkbox" choices={choicesOf(question, typed, (index) => boxName(question, index + 1))} />
  ),
  tick: (question, typed) => {
    const { isOptional: _, ...rest } = about(question, typed)
    return <Tick {...rest} defaultChecked={typed.fields[fieldName(question)] !== undefined} />
  },
  number: (question, typed) => <Field {...written(question, typed)} inputMode="decimal" maxLength={longestValue} />,
  date: (question, typed) => (
    <Field {...written(question, typed)} type="date" {...(!question.shownWhen && { min: question.least || undefined, max: question.most || undefined })} />
  ),
}

function choicesOf(question: Question, { fields }: Typed, nameOf: (index: number) => string) {
  const chosen = chosenIn(question, fields)
  return question.choices.map((value, index) => ({ name: nameOf(index), value, isChosen: chosen.includes(value) }))
}

/**
 * Style rules that hide each question while the answer is not given that makes it asked, and those that depend on a hidden one. A browser that does not
 * know :has() takes no notice of them, and shows all. They hold ids of ours alone, no words of anybody's.
 */
function hidingRules(questions: Question[]): string {
  const rules = questions.flatMap((question) =>
    decisiveBoxes(question, questions).map((box) => `form:not(:has([id="${box}"]:checked)) [id="${placeOf(question)}"]`),
  )
  return rules.length === 0 ? "" : `${rules.join(",")}{display:none}`
}

/** The ids of the boxes that must all be ticked for a question to be asked. */
function decisiveBoxes({ shownWhen }: Question, questions: Question[]): string[] {
  const at = questions.findIndex(({ id }) => id === shownWhen?.question)
  const decisive = questions[at]
  if (!shownWhen || !decisive) return []
  const box = choiceId(fieldName(decisive), Math.max(0, decisive.choices.indexOf(shownWhen.choice)))
  return [box, ...decisiveBoxes(decisive, questions.slice(0, at))]
}
