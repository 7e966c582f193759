import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { QuestionForm } from "@/components/desk/question-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { refusalOf } from "@/lib/conditions/rules"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { problemsOf } from "@/lib/problems"
import { questionsOf } from "@/lib/questions/rules"
import { questionSchema } from "@/lib/questions/schema"

export const metadata = { title: "Add a question" }

export default async function NewQuestionPage({ params, searchParams }: PageProps<"/admin/events/[id]/questions/new">) {
  const [{ id }, { draft, refused }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const questions = questionsOf(event)
  const page = `/admin/events/${id}/questions`
  const [mailer, fields] = await Promise.all([getMailerState(), getDraft(`${page}/new`, typeof draft === "string" ? draft : undefined)])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="questions" title="Add a question" />
      <QuestionForm
        action={`${page}/add`}
        before={questions}
        values={fields ?? {}}
        problems={{ ...problemsOf(questionSchema, fields), ...refusalOf(refused, questions) }}
      />
    </DeskFrame>
  )
}
