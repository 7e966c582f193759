import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { AnswersTo } from "@/components/desk/numbers/answers"
import { JoinedOverTime, JoiningDetails, RegistrationsOverTime, Sources } from "@/components/desk/numbers/pictures"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { settings } from "@/lib/env"
import { getDeskEvent } from "@/lib/events/desk"
import { getNumbers } from "@/lib/numbers/queries"
import { questionsOf } from "@/lib/questions/rules"
import { people } from "@/lib/registrations/rules"

export const metadata = { title: "Numbers" }

export default async function NumbersPage({ params }: PageProps<"/admin/events/[id]/numbers">) {
  const { id } = await params
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const questions = questionsOf(event).filter(({ kind }) => kind !== "line" && kind !== "lines")
  const [mailer, numbers] = await Promise.all([getMailerState(), getNumbers(organiser, event, questions)])
  const onList = numbers.days.reduce((sum, { people }) => sum + people, 0)
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="numbers" title="Numbers" />
      <p className="mt-6">{people(onList)} on the list: registered, or waiting for a place. Whoever cancelled is not counted.</p>
      {onList > 0 && (
        <>
          <RegistrationsOverTime days={numbers.days} zone={event.timeZone} />
          <Sources sources={numbers.sources} address={`${settings().SITE_URL}/events/${event.slug}`} />
          <JoiningDetails progress={numbers.progress} />
          <JoinedOverTime minutes={numbers.minutes} zone={event.timeZone} />
          {questions.map((question) => (
            <AnswersTo key={question.id} question={question} given={numbers.answers.get(question.id) ?? []} whole={onList} />
          ))}
        </>
      )}
    </DeskFrame>
  )
}
