import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { QuestionForm } from "@/components/desk/question-form"
import { AnsweredNote } from "@/components/desk/questions"
import { requireOrganiser } from "@/lib/auth/organiser"
import { refusalOf } from "@/lib/conditions/rules"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { problemsOf } from "@/lib/problems"
import { countAnswers } from "@/lib/questions/queries"
import { questionFields, questionsOf } from "@/lib/questions/rules"
import { questionSchema } from "@/lib/questions/schema"

export const metadata = { title: "Edit a question" }

export default async function QuestionPage({ params, searchParams }: PageProps<"/admin/events/[id]/questions/[question]">) {
  const [{ id, question: name }, { draft, refused }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  const questions = event ? questionsOf(event) : []
  const question = questions.find((one) => one.id === name)
  if (!event || !question) notFound()
  const page = `/admin/events/${id}/questions/${question.id}`
  const [mailer, answered, fields] = await Promise.all([
    getMailerState(),
    countAnswers(organiser, id, [question]),
    getDraft(page, typeof draft === "string" ? draft : undefined),
  ])
  const problems = { ...problemsOf(questionSchema, fields), ...refusalOf(refused, questions, question.id) }
  const before = questions.slice(0, questions.indexOf(question))
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="questions" title="Edit a question" />
      <AnsweredNote people={answered.get(question.id) ?? 0} />
      <QuestionForm action={`${page}/save`} kind={question.kind} before={before} values={fields ?? questionFields(question)} problems={problems} />
    </DeskFrame>
  )
}
