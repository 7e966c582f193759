import { z } from "zod"
import { block, line, optionalLine, tick } from "@/lib/text"
import { isBelow, isBounded, readValue } from "./values"

// An event's own questions, as they are kept (`Event.questions`), and the desk's form for one of them.

export const kindNames = ["line", "lines", "one", "any", "tick", "number", "date"] as const
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
  /** The least and the most of a number, the earliest and the latest of a day, as an answer is written. "": there is none. */
  least: z.string().default(""),
  most: z.string().default(""),
  /** The question before it, and the choice of it, that make it asked; of a box to tick the choice is "". null: it is asked in any case. */
  shownWhen: z.object({ question: z.guid(), choice: z.string() }).nullable().default(null),
})
export const questionsSchema = z.array(question)
export type Question = z.output<typeof question>
export type Condition = NonNullable<Question["shownWhen"]>

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

/** The most characters of a number or a day. */
export const longestValue = 30

/** The id of a question, and after a space the choice if it has any: as the desk's list of conditions names them. */
const condition = z.string().transform((text, context): Condition | null => {
  if (text === "") return null
  const [question = "", ...choice] = text.split(" ")
  if (z.guid().safeParse(question).success) return { question, choice: choice.join(" ") }
  context.addIssue({ code: "custom", message: "Choose when it is asked" })
  return z.NEVER
})

const form = z.object({
  label: z.string({ error: "Enter the question" }).pipe(line(200, "Enter the question")),
  hint: optionalLine(300).default(""),
  required: tick,
  choices: choices.default([]),
  least: optionalLine(longestValue).default(""),
  most: optionalLine(longestValue).default(""),
  shownWhen: condition.default(null),
  kind,
})

type Typed = z.output<typeof form>
type Complain = (field: keyof Typed, message: string) => void

function checkChoices({ kind, choices }: Typed, complain: Complain): void {
  if (hasChoices(kind) && choices.length < 2) complain("choices", "Enter two choices or more, one a line")
  if (!hasChoices(kind) && choices.length > 0) complain("choices", "Questions of this kind have no choices: empty this field, or choose another kind")
}

/** Least and most as an answer is written. */
function boundsOf({ kind, ...typed }: Typed, complain: Complain): { least: string; most: string } {
  const bounds = { least: "", most: "" }
  for (const end of ["least", "most"] as const) {
    if (typed[end] === "") continue
    const read = isBounded(kind) ? readValue(kind, typed[end]) : null
    if (!isBounded(kind)) complain(end, "Only a number or a day has this: empty this field, or choose another kind")
    else if (read === null) complain(end, kind === "number" ? "Enter a number, like 3" : "Enter a day, like 2027-03-04")
    bounds[end] = read ?? ""
  }
  if (isBounded(kind) && bounds.least !== "" && bounds.most !== "" && isBelow(kind, bounds.most, bounds.least))
    complain("most", `Enter ${bounds.least} here, or what comes after it`)
  return bounds
}

/** The desk's form for one question. Whether another one asks the same, or makes it asked, only the event knows. */
export const questionSchema = form.transform((typed, context) => {
  const complain: Complain = (field, message) => context.addIssue({ code: "custom", path: [field], message })
  checkChoices(typed, complain)
  return { ...typed, ...boundsOf(typed, complain) }
})
export type QuestionInput = z.output<typeof questionSchema>
