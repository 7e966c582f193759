import { notFound } from "next/navigation"
import { EarlierSpeakers } from "@/components/desk/earlier-speakers"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { SpeakerForm } from "@/components/desk/speaker-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { problemsOf } from "@/lib/problems"
import { getEarlierFields, listEarlierSpeakers } from "@/lib/speakers/queries"
import { speakerSchema } from "@/lib/speakers/schema"

export const metadata = { title: "Add a speaker" }

export default async function NewSpeakerPage({ params, searchParams }: PageProps<"/admin/events/[id]/speakers/new">) {
  const [{ id }, { draft, from }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const page = `/admin/events/${id}/speakers`
  const [mailer, fields, people, earlier] = await Promise.all([
    getMailerState(),
    getDraft(`${page}/new`, typeof draft === "string" ? draft : undefined),
    listEarlierSpeakers(organiser, id),
    typeof from === "string" ? getEarlierFields(organiser, from) : null,
  ])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="content" title="Add a speaker" />
      <EarlierSpeakers people={people} chosen={typeof from === "string" ? from : undefined} />
      <SpeakerForm action={`${page}/add`} values={fields ?? earlier ?? {}} problems={problemsOf(speakerSchema, fields)} />
    </DeskFrame>
  )
}
