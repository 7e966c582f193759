import type { Problems } from "@/lib/problems"
import { type Condition, hasChoices, mostQuestions, type Question } from "@/lib/questions/schema"

// Questions that only an answer to an earlier one makes asked: what the desk offers, and what it refuses.

/** The conditions that a question can be: one for each of its choices, or that its box is ticked. */
const conditionsOf = ({ id, kind, choices }: Question): Condition[] =>
  kind === "tick" ? [{ question: id, choice: "" }] : hasChoices(kind) ? choices.map((choice) => ({ question: id, choice })) : []

/** A condition as the desk's form names it. */
export const conditionValue = ({ question, choice }: Condition): string => (choice === "" ? question : `${question} ${choice}`)

/** "“How do you come?” is “In person”" */
function inWords({ choice }: Condition, { label, kind }: Question): string {
  if (kind === "tick") return `“${label}” is ticked`
  return `“${label}” ${kind === "any" ? "has" : "is"} “${choice}”`
}

/** What can make a question asked that stands after these: value and words of each. */
export const conditionOptions = (before: Question[]): [value: string, words: string][] =>
  before.flatMap((question) => conditionsOf(question).map((one): [string, string] => [conditionValue(one), inWords(one, question)]))

/** When a question is asked. "": in any case. */
export function conditionWords({ shownWhen }: Question, questions: Question[]): string {
  const decisive = questions.find(({ id }) => id === shownWhen?.question)
  return shownWhen && decisive ? `only if ${inWords(shownWhen, decisive)}` : ""
}

/** The questions whose condition none before them can be. */
export const misplaced = (questions: Question[]): Question[] =>
  questions.filter(({ shownWhen }, at) => shownWhen && !conditionOptions(questions.slice(0, at)).some(([value]) => value === conditionValue(shownWhen)))

/** The questions that an answer to this one makes asked. */
export const dependants = (questions: Question[], id: string): Question[] => questions.filter(({ shownWhen }) => shownWhen?.question === id)

/** Why a question has to stay as it is. "": it has not. */
export function whyNeeded(questions: Question[], id: string): string {
  const needed = dependants(questions, id).map((one) => `“${one.label}” is asked ${conditionWords(one, questions)}.`)
  return needed.length === 0 ? "" : `${needed.join(" ")} Change ${needed.length === 1 ? "that question" : "those questions"} first.`
}

type Refused = "sameLabel" | "tooMany" | "unfit" | "needed"
const refusals: Record<Refused, (questions: Question[], id: string) => Problems> = {
  sameLabel: () => ({ label: "The form has a question like this already. Word it differently" }),
  tooMany: () => ({ label: `An event has ${mostQuestions} questions at most. Remove one first` }),
  unfit: () => ({ shownWhen: "Choose an answer to a question that stands before this one" }),
  needed: (questions, id) => ({ choices: `Keep the choices that other questions need. ${whyNeeded(questions, id)}` }),
}
const isRefused = (word: unknown): word is Refused => typeof word === "string" && Object.hasOwn(refusals, word)

/** The problem of a form that a word from an address names. None: it names none. `id`: of the question, if it is there already. */
export const refusalOf = (word: unknown, questions: Question[], id = ""): Problems => (isRefused(word) ? refusals[word](questions, id) : {})

/** Why a button of the list did nothing, from what its answer says of it in the address. "": it did. */
export function refusedAct(questions: Question[], { refused, question: id }: Record<string, unknown>): string {
  const question = questions.find((one) => one.id === id)
  if (!question) return ""
  if (refused === "needed" && dependants(questions, question.id).length > 0)
    return `“${question.label}” cannot be removed. ${whyNeeded(questions, question.id)}`
  return refused === "unfit" && question.shownWhen
    ? `“${question.label}” cannot stand higher: it is asked ${conditionWords(question, questions)}, and that question comes first.`
    : ""
}
