import { z } from "zod"
import type { Fields } from "@/lib/drafts"
import type { Problems } from "@/lib/problems"
import { block, line, optionalLine } from "@/lib/text"
import { type Answers, answersSchema, type Kind, mostChoices, mostQuestions, type Question, questionsSchema } from "./schema"

// How an event's own questions are asked in its form, and how what was typed is read.

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
}

/** What the desk's form shows of a question, by field. */
export const questionFields = ({ label, hint, required, choices }: Question): Record<string, string> => ({
  label,
  hint,
  choices: choices.join("\n"),
  ...(required && { required: "yes" }),
})

const refusals = new Map([
  ["sameLabel", "The form has a question like this already. Word it differently"],
  ["tooMany", `An event has ${mostQuestions} questions at most. Remove one first`],
])
/** The problem that a word from an address names. None: it names none. */
export function refusalOf(word: unknown): Problems {
  const message = typeof word === "string" ? refusals.get(word) : undefined
  return message ? { label: message } : {}
}

/** The questions of an event, as its column holds them. */
export const questionsOf = (event: { questions: unknown }): Question[] => questionsSchema.parse(event.questions)

type Reading = {
  /** The names of the fields that it reads. */
  names: (question: Question) => string[]
  /** What is said when nothing was answered and something must be. */
  missing: (label: string) => string
  /** The answer in what was typed, which is never empty; or what is wrong with it. */
  read: (typed: string[], question: Question) => { answer: Answers[string] } | { problem: string }
}

const oneLine = optionalLine(longest.line)
const severalLines = block(longest.lines)
const ownField = (question: Question) => [fieldName(question)]
/** The boxes of our own form, and the bare name for a form elsewhere that asks for one choice. */
const boxes = (question: Question) => [fieldName(question), ...Array.from({ length: mostChoices }, (_, index) => boxName(question, index + 1))]
const gone = "What you chose is no longer offered. Choose again"

function words(schema: z.ZodType<string>, text: string): ReturnType<Reading["read"]> {
  const { data, error } = schema.safeParse(text)
  return data === undefined ? { problem: error?.issues[0]?.message ?? "" } : { answer: data }
}

const readings: Record<Kind, Reading> = {
  line: { names: ownField, missing: (label) => `Answer “${label}”`, read: ([text = ""]) => words(oneLine, text) },
  lines: { names: ownField, missing: (label) => `Answer “${label}”`, read: ([text = ""]) => words(severalLines, text) },
  one: {
    names: ownField,
    missing: (label) => `Choose an answer to “${label}”`,
    read: ([chosen = ""], { choices }) => (choices.includes(chosen) ? { answer: chosen } : { problem: gone }),
  },
  any: {
    names: boxes,
    missing: (label) => `Choose at least one answer to “${label}”`,
    read: (chosen, { choices }) =>
      chosen.every((one) => choices.includes(one)) ? { answer: choices.filter((one) => chosen.includes(one)) } : { problem: gone },
  },
  tick: { names: ownField, missing: (label) => `Tick “${label}”`, read: () => ({ answer: true }) },
}

const something = line(Number.MAX_SAFE_INTEGER, "nothing")
/** What was typed into the fields of a question, without those with nothing to see in them. */
const typedFor = (question: Question, fields: Fields) =>
  readings[question.kind].names(question).flatMap((name) => {
    const text = fields[name]
    return text !== undefined && something.safeParse(text).success ? text : []
  })

/** Made once: to build a schema of objects takes longer than to register somebody. */
const anyFields = z.custom<Fields>()

/** The schema of the fields that these questions have in a form: what comes out is the answers. Fields of other questions are dropped. */
export function answersSchemaOf(questions: Question[]) {
  return anyFields.transform((fields, context) => {
    const answers: Answers = {}
    for (const question of questions) {
      const { missing, read } = readings[question.kind]
      const typed = typedFor(question, fields)
      const complain = (message: string) => context.addIssue({ code: "custom", path: [fieldName(question)], message })
      if (typed.length === 0 && question.required) complain(missing(question.label))
      if (typed.length === 0) continue
      const outcome = read(typed, question)
      if ("problem" in outcome) complain(outcome.problem)
      else answers[question.id] = outcome.answer
    }
    return { answers }
  })
}

/** What was chosen in a form that comes back: the words of the choices. */
export const chosenIn = (question: Question, fields: Fields): string[] => typedFor(question, fields)

/** What a form shows of somebody's answers, by field. What is no longer offered is not chosen. */
export function answerFields(questions: Question[], answers: unknown): Fields {
  const given = answersSchema.catch({}).parse(answers)
  const fields: Fields = {}
  for (const question of questions) {
    const answer = given[question.id]
    if (answer === true) fields[fieldName(question)] = "yes"
    if (typeof answer === "string") fields[fieldName(question)] = answer
    if (!Array.isArray(answer)) continue
    for (const [index, choice] of question.choices.entries()) if (answer.includes(choice)) fields[boxName(question, index + 1)] = choice
  }
  return fields
}

/** What somebody answered, question by question, in words. Those that were not answered are left out. */
export function answersInWords(questions: Question[], answers: unknown): { id: string; label: string; words: string }[] {
  const given = answersSchema.catch({}).parse(answers)
  return questions.flatMap(({ id, label }) => {
    const answer = given[id]
    if (answer === undefined) return []
    return { id, label, words: answer === true ? "yes" : [answer].flat().join(", ") }
  })
}
