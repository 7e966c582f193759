import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { QuestionList } from "@/components/desk/questions"
import { requireOrganiser } from "@/lib/auth/organiser"
import { refusedAct } from "@/lib/conditions/rules"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"
import { countAnswers } from "@/lib/questions/queries"
import { questionsOf } from "@/lib/questions/rules"

export const metadata = { title: "Questions" }

export default async function QuestionsPage({ params, searchParams }: PageProps<"/admin/events/[id]/questions">) {
  const [{ id }, said] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const questions = questionsOf(event)
  const refused = refusedAct(questions, said)
  const [mailer, answered] = await Promise.all([getMailerState(), countAnswers(organiser, id, questions)])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="questions" title="Questions" />
      {refused && (
        <p className="banner warn" role="alert">
          {refused}
        </p>
      )}
      {said.saved !== undefined && (
        <p className="banner" role="status">
          Saved. {event.status === "draft" ? "The page is a draft still." : "The public form shows it already."}
        </p>
      )}
      <QuestionList eventId={id} questions={questions} answered={answered} />
    </DeskFrame>
  )
}
