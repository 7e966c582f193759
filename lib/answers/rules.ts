import type { Fields } from "@/lib/drafts"
import { boxName, fieldName } from "@/lib/questions/rules"
import type { Question } from "@/lib/questions/schema"
import { answersSchema, typedFor } from "./schema"

// What people answered, as forms, pages and lists show it.

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
export function answersInWords(questions: Pick<Question, "id" | "label">[], answers: unknown): { id: string; label: string; words: string }[] {
  const given = answersSchema.catch({}).parse(answers)
  return questions.flatMap(({ id, label }) => {
    const answer = given[id]
    if (answer === undefined) return []
    return { id, label, words: answer === true ? "yes" : [answer].flat().join(", ") }
  })
}
