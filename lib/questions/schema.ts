import { z } from "zod"
import { block, line, optionalLine, tick } from "@/lib/text"

// An event's own questions, as they are kept (`Event.questions`), and the desk's form for one of them.

export const kindNames = ["line", "lines", "one", "any", "tick"] as const
export type Kind = (typeof kindNames)[number]

/** All together they must fit a form: see what lib/read-form takes. */
export const mostQuestions = 20
export const mostChoices = 20

const kind = z.enum(kindNames, "Choose a kind")
const question = z.object({
  /** Permanent: answers are kept under it, and the form's fields are named after it. */
  id: z.guid(),
  kind,
  label: z.string(),
  hint: z.string(),
  required: z.boolean(),
  /** Words. None unless the kind is a choice. */
  choices: z.array(z.string()),
})
export const questionsSchema = z.array(question)
export type Question = z.output<typeof question>

/** Whether questions of this kind have choices. */
export const hasChoices = (kind: Kind): boolean => kind === "one" || kind === "any"

const choice = line(100, "Enter a choice")

/** One a line; empty lines are none. */
const choices = block(4000).transform((text, context) => {
  const typed = text.split("\n").filter((words) => words.trim() !== "")
  const words = typed.flatMap((one) => {
    const read = choice.safeParse(one)
    for (const { message } of read.error?.issues ?? []) context.addIssue({ code: "custom", message: `“${one.trim().slice(0, 40)}…”: ${message}` })
    return read.data ?? []
  })
  const twice = words.find((one, index) => words.some((other, at) => at < index && isSame(one, other)))
  if (twice !== undefined) context.addIssue({ code: "custom", message: `“${twice}” is there twice` })
  if (words.length > mostChoices) context.addIssue({ code: "custom", message: `Enter ${mostChoices} choices at most` })
  return words
})

/** Two labels or choices that people could not tell apart. */
export const isSame = (one: string, other: string): boolean => one.localeCompare(other, "en", { sensitivity: "accent" }) === 0

const form = {
  label: z.string({ error: "Enter the question" }).pipe(line(200, "Enter the question")),
  hint: optionalLine(300).default(""),
  required: tick,
  choices: choices.default([]),
}

type Typed = { kind: Kind; choices: string[] }
const fitsKind = ({ kind, choices }: Typed, context: z.RefinementCtx) => {
  if (hasChoices(kind) && choices.length < 2) context.addIssue({ code: "custom", path: ["choices"], message: "Enter two choices or more, one a line" })
  if (!hasChoices(kind) && choices.length > 0)
    context.addIssue({ code: "custom", path: ["choices"], message: "Questions of this kind have no choices: empty this field, or choose another kind" })
}

/** The desk's form for one question. Whether another one asks the same only the event knows. */
export const questionSchema = z.object({ ...form, kind }).superRefine(fitsKind)
export type QuestionInput = z.output<typeof questionSchema>

/** What people answered, by the question's id: their words, the words of what they chose, or that they ticked. Without an answer there is no entry. */
export const answersSchema = z.record(z.string(), z.union([z.string(), z.array(z.string()), z.literal(true)]))
export type Answers = z.output<typeof answersSchema>
