import { conditionValue } from "@/lib/conditions/rules"
import { plainDate } from "@/lib/time"
import { type Kind, type Question, questionsSchema } from "./schema"

// How an event's own questions are asked in its form.

/** The name of a question's field. Part of the public contract. */
export const fieldName = ({ id }: { id: string }): string => `q.${id}`

/** The name of the box of one of several choices, from 1: each has one of its own, since of a name sent twice the last counts. */
export const boxName = (question: { id: string }, number: number): string => `${fieldName(question)}.${number}`

/** The most characters of an answer of one line, and of several. */
export const longest = { line: 300, lines: 2000 } as const

/** The kinds, as the desk names them. */
export const kindWords: Record<Kind, string> = {
  line: "One line",
  lines: "Several lines",
  one: "One of several choices",
  any: "Any of several choices",
  tick: "A box to tick",
  number: "A number",
  date: "A day",
}

/** What the desk's form shows of a question, by field. */
export const questionFields = ({ label, hint, required, choices, least, most, shownWhen }: Question): Record<string, string> => ({
  label,
  hint,
  least,
  most,
  ...(shownWhen && { shownWhen: conditionValue(shownWhen) }),
  choices: choices.join("\n"),
  ...(required && { required: "yes" }),
})

/** The questions of an event, as its column holds them. */
export const questionsOf = (event: { questions: unknown }): Question[] => questionsSchema.parse(event.questions)

/** "from 1 to 10", "of 1 or more"; of days "from 4 March 2027 to 6 March 2027", "on 4 March 2027 or later". "": it has no bounds. */
export function boundWords({ kind, least, most }: Question): string {
  const say = (value: string) => (kind === "date" ? plainDate(new Date(value), "UTC") : value)
  const [at, below, above] = kind === "date" ? ["on", "earlier", "later"] : ["of", "less", "more"]
  if (least && most) return `from ${say(least)} to ${say(most)}`
  if (least) return `${at} ${say(least)} or ${above}`
  return most && `${at} ${say(most)} or ${below}`
}

/** What to enter when it was something else: "Enter a number from 1 to 10, like 3". */
export function wantedValue(question: Question): string {
  const { kind, least, most } = question
  const isWithin = (number: number) => (!least || Number(least) <= number) && (!most || number <= Number(most))
  const example = kind === "number" && isWithin(3) ? "3" : least || most || "2027-03-04"
  const wanted = [kind === "number" ? "Enter a number" : "Enter a day", boundWords(question)].filter(Boolean).join(" ")
  return `${wanted}, like ${example}`
}

/** Whom a question is for, when it is not for everybody. null: it is. */
export function conditionHint({ shownWhen }: Question, questions: Question[]): string | null {
  const decisive = questions.find(({ id }) => id === shownWhen?.question)
  if (!shownWhen || !decisive) return null
  return shownWhen.choice === "" ? `Only if you ticked “${decisive.label}” above.` : `Only if you chose “${shownWhen.choice}” above.`
}

/** "A number from 1 to 10.", of a question with bounds. */
const boundHint = (question: Question) => boundWords(question) && `A ${question.kind === "number" ? "number" : "day"} ${boundWords(question)}.`

/** What stands below a question: whom it is for, the organiser's hint, and what can be entered. */
export const wholeHint = (question: Question, questions: Question[]): string =>
  [conditionHint(question, questions), question.hint, boundHint(question)].filter(Boolean).join(" ")
