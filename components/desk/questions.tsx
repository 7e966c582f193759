import { conditionWords, dependants, whyNeeded } from "@/lib/conditions/rules"
import { boundWords, kindWords } from "@/lib/questions/rules"
import type { Question } from "@/lib/questions/schema"
import { people } from "@/lib/registrations/rules"
import { EntryList } from "./content"

type Props = {
  eventId: string
  questions: Question[]
  /** How many people have answered each, by its id. */
  answered: Map<string, number>
}

/** The event's own questions in their order, each with what can be done about it. */
export function QuestionList({ eventId, questions, answered }: Props) {
  return (
    <>
      <p className="mt-6">The form asks everybody for name, email and organisation. What else it asks for this event stands here, in its order.</p>
      <EntryList
        title="The event's own questions"
        page={`/admin/events/${eventId}/questions`}
        add="Add a question"
        entries={questions.map((question) => {
          const { id, label, kind, required, choices } = question
          const count = answered.get(id) ?? 0
          return {
            id,
            name: label,
            words: [
              kindWords[kind],
              required ? "required" : "optional",
              choices.join(", "),
              boundWords(question),
              conditionWords(question, questions),
              count > 0 ? `${people(count)} answered` : "nobody has answered yet",
            ],
            question: whatIsLost(count),
            ...(dependants(questions, id).length > 0 && { stays: whyNeeded(questions, id) }),
          }
        })}
      />
    </>
  )
}

const whatIsLost = (count: number) =>
  count === 0 ? "It goes from the form at once." : `It goes from the form at once, and what ${people(count)} answered is deleted for good.`

/** What a change of a question means for those who have answered it. */
export function AnsweredNote({ people: count }: { people: number }) {
  if (count === 0) return null
  return (
    <p className="banner">
      {people(count)} {count === 1 ? "has" : "have"} answered this. Their answers stay as they gave them: a choice that you change or leave out keeps its old
      words there. If everybody must answer it from now on, those who are registered already are not asked again.
    </p>
  )
}
