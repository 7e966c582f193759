import { z } from "zod"
import type { Fields } from "@/lib/drafts"
import { boxName, fieldName, longest, wantedValue } from "@/lib/questions/rules"
import { type Condition, type Kind, longestValue, mostChoices, type Question } from "@/lib/questions/schema"
import { couldBeThousands, isBelow, isBounded, readValue } from "@/lib/questions/values"
import { block, line, optionalLine } from "@/lib/text"

// What people answer to an event's own questions: how it is kept, and how what was typed is read.

/** What people answered, by the question's id: their words, the words of what they chose, or that they ticked. Without an answer there is no entry. */
export const answersSchema = z.record(z.string(), z.union([z.string(), z.array(z.string()), z.literal(true)]))
export type Answers = z.output<typeof answersSchema>

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

const shortLine = optionalLine(longestValue)

/** A number or a day, within its bounds. */
function value([text = ""]: string[], question: Question): ReturnType<Reading["read"]> {
  const { data: typed, error } = shortLine.safeParse(text)
  const { kind, least, most } = question
  if (typed === undefined || !isBounded(kind)) return { problem: error?.issues[0]?.message ?? "" }
  if (kind === "number" && couldBeThousands(typed)) return { problem: `Enter “${typed}” without the comma, or with a point` }
  const answer = readValue(kind, typed)
  const isWithin = answer !== null && !(least && isBelow(kind, answer, least)) && !(most && isBelow(kind, most, answer))
  return isWithin ? { answer } : { problem: wantedValue(question) }
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
  number: { names: ownField, missing: (label) => `Answer “${label}”`, read: value },
  date: { names: ownField, missing: (label) => `Answer “${label}”`, read: value },
}

const something = line(Number.MAX_SAFE_INTEGER, "nothing")
/** What was typed into the fields of a question, without those with nothing to see in them. */
export const typedFor = (question: Question, fields: Fields) =>
  readings[question.kind].names(question).flatMap((name) => {
    const text = fields[name]
    return text !== undefined && something.safeParse(text).success ? text : []
  })

/** Made once: to build a schema of objects takes longer than to register somebody. */
const anyFields = z.custom<Fields>()

/** Whether this is what somebody answered. */
function isSo({ question, choice }: Condition, answers: Answers): boolean {
  const answer = answers[question]
  return answer === true ? choice === "" : [answer].flat().includes(choice)
}

/**
 * The schema of the fields that these questions have in a form: what comes out is the answers. Fields of other questions are dropped, and of those that
 * an answer to an earlier one would make asked, and does not.
 */
export function answersSchemaOf(questions: Question[]) {
  return anyFields.transform((fields, context) => {
    const answers: Answers = {}
    for (const question of questions) {
      if (question.shownWhen && !isSo(question.shownWhen, answers)) continue
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
