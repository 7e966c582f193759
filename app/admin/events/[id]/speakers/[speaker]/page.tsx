import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { SpeakerForm } from "@/components/desk/speaker-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { problemsOf } from "@/lib/problems"
import { getSpeakerFields } from "@/lib/speakers/queries"
import { speakerSchema } from "@/lib/speakers/schema"

export const metadata = { title: "Edit a speaker" }

export default async function SpeakerPage({ params, searchParams }: PageProps<"/admin/events/[id]/speakers/[speaker]">) {
  const organiser = await requireOrganiser()
  const [{ id, speaker }, { draft }] = await Promise.all([params, searchParams])
  const page = `/admin/events/${id}/speakers/${speaker}`
  const event = await getDeskEvent(organiser, id)
  const saved = event && (await getSpeakerFields(organiser, id, speaker))
  if (!event || !saved) notFound()
  const [mailer, fields] = await Promise.all([getMailerState(), getDraft(page, typeof draft === "string" ? draft : undefined)])
  return (
    <DeskFrame mailer={mailer} email={organiser.email}>
      <EventHead event={event} current="content" title="Edit a speaker" />
      <SpeakerForm action={`${page}/save`} values={fields ?? saved} problems={problemsOf(speakerSchema, fields)} />
    </DeskFrame>
  )
}
