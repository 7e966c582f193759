import type { ReactNode } from "react"
import { Choices } from "@/components/ui/choices"
import { Field } from "@/components/ui/field"
import { Tick } from "@/components/ui/tick"
import type { Problems } from "@/lib/problems"
import { boxName, chosenIn, fieldName, longest } from "@/lib/questions/rules"
import type { Kind, Question } from "@/lib/questions/schema"

type Typed = { fields: Record<string, string>; problems: Problems }

/** The event's own questions, as fields of its form. */
export function Questions({ questions, ...typed }: Typed & { questions: Question[] }) {
  return questions.map((question) => <div key={question.id}>{furniture[question.kind](question, typed)}</div>)
}

const about = (question: Question, { problems }: Typed) => {
  const { label, hint, required } = question
  return { name: fieldName(question), label, hint, required, error: problems[fieldName(question)] }
}

const furniture: Record<Kind, (question: Question, typed: Typed) => ReactNode> = {
  line: (question, typed) => <Field {...about(question, typed)} maxLength={longest.line} defaultValue={typed.fields[fieldName(question)]} />,
  lines: (question, typed) => <Field {...about(question, typed)} rows={4} maxLength={longest.lines} defaultValue={typed.fields[fieldName(question)]} />,
  one: (question, typed) => <Choices {...about(question, typed)} type="radio" choices={choicesOf(question, typed, () => fieldName(question))} />,
  any: (question, typed) => (
    <Choices {...about(question, typed)} type="checkbox" choices={choicesOf(question, typed, (index) => boxName(question, index + 1))} />
  ),
  tick: (question, typed) => <Tick {...about(question, typed)} defaultChecked={typed.fields[fieldName(question)] !== undefined} />,
}

function choicesOf(question: Question, { fields }: Typed, nameOf: (index: number) => string) {
  const chosen = chosenIn(question, fields)
  return question.choices.map((value, index) => ({ name: nameOf(index), value, isChosen: chosen.includes(value) }))
}
