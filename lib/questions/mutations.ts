import { randomUUID } from "node:crypto"
import type { Act } from "@/lib/audit/rules"
import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { misplaced } from "@/lib/conditions/rules"
import { type Run, transaction } from "@/lib/db/client"
import { questionsOf } from "./rules"
import { isSame, mostQuestions, type Question, type QuestionInput } from "./schema"

/**
 * What became of a change, or why there was none. "unfit": no question before it can make it asked. "needed": another one is asked only after an answer
 * that it would no longer offer. null, where it is said: there is no such event or question.
 */
export type Outcome = "saved" | "sameLabel" | "tooMany" | "unfit" | "needed"

type Change = { act: Act; label: string; id: string; questions: Question[] }

/** Changes the questions of an event as `decide` says. Holding the event's row makes two editors take turns, and people who register wait for it. */
const change = (
  organiser: Organiser,
  eventId: string,
  decide: (questions: Question[]) => Change | Exclude<Outcome, "saved"> | null,
  also: (run: Run) => Promise<unknown> = async () => {},
): Promise<Outcome | null> =>
  transaction(async (run) => {
    const [event] = await run<{ questions: unknown }>(`select questions from "Event" where id = $1 for no key update`, [eventId])
    const decided = event ? decide(questionsOf(event)) : null
    if (decided === null || typeof decided === "string") return decided
    const unfit = misplaced(decided.questions)
    if (unfit.length > 0) return unfit.some(({ id }) => id === decided.id) ? "unfit" : "needed"
    await run(`update "Event" set questions = $2, "updatedAt" = foyer_now() where id = $1`, [eventId, JSON.stringify(decided.questions)])
    await also(run)
    await writeAudit(run, organiser, decided.act, eventId, { label: decided.label })
    return "saved"
  })

/** What the form asks everybody. */
const ownLabels = ["Full name", "Email", "Organisation"]
const isAsked = (label: string, others: Question[]) => [...ownLabels, ...others.map((one) => one.label)].some((other) => isSame(label, other))

/** Adds a question after the others. null: there is no such event. */
export const addQuestion = (organiser: Organiser, eventId: string, input: QuestionInput): Promise<Outcome | null> =>
  change(organiser, eventId, (questions) => {
    if (questions.length >= mostQuestions) return "tooMany"
    if (isAsked(input.label, questions)) return "sameLabel"
    const id = randomUUID()
    return { act: "question added", label: input.label, id, questions: [...questions, { ...input, id }] }
  })

/** Saves a question. Answers that were given stay as they are. Its kind stays too: answers of one kind say nothing in another. null: this event has no such question. */
export const saveQuestion = (organiser: Organiser, eventId: string, id: string, input: QuestionInput): Promise<Outcome | null> =>
  change(organiser, eventId, (questions) => {
    const others = questions.filter((question) => question.id !== id)
    if (!questions.some((question) => question.id === id && question.kind === input.kind)) return null
    if (isAsked(input.label, others)) return "sameLabel"
    return { act: "question edited", label: input.label, id, questions: questions.map((question) => (question.id === id ? { ...input, id } : question)) }
  })

/** Takes a question off the form, and deletes what people answered to it. Safe to repeat. "needed": another one depends on it. */
export const removeQuestion = (organiser: Organiser, eventId: string, id: string): Promise<Outcome | null> =>
  change(
    organiser,
    eventId,
    (questions) => {
      const gone = questions.find((question) => question.id === id)
      return gone ? { act: "question removed", label: gone.label, id, questions: questions.filter((question) => question !== gone) } : null
    },
    // Nobody has a use for them, and nobody would see that they are still there.
    (run) => run(`update "Registration" set answers = answers - $2 where "eventId" = $1 and answers ? $2`, [eventId, id]),
  )

/** Lets a question change places with the one before. "unfit": that one makes it asked. */
export const moveQuestionUp = (organiser: Organiser, eventId: string, id: string): Promise<Outcome | null> =>
  change(organiser, eventId, (questions) => {
    const at = questions.findIndex((question) => question.id === id)
    const [before, own] = [questions[at - 1], questions[at]]
    if (!before || !own) return null
    return { act: "questions put in order", label: own.label, id, questions: questions.toSpliced(at - 1, 2, own, before) }
  })
