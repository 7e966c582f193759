import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { PictureForm } from "@/components/desk/picture-form"
import { SpeakerForm } from "@/components/desk/speaker-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { refusalOf } from "@/lib/pictures/schema"
import { problemsOf } from "@/lib/problems"
import { getPortrait, getSpeakerFields } from "@/lib/speakers/queries"
import { speakerSchema } from "@/lib/speakers/schema"

export const metadata = { title: "Edit a speaker" }

export default async function SpeakerPage({ params, searchParams }: PageProps<"/admin/events/[id]/speakers/[speaker]">) {
  const [{ id, speaker }, { draft, refused, picture }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const page = `/admin/events/${id}/speakers/${speaker}`
  const event = await getDeskEvent(organiser, id)
  const saved = event && (await getSpeakerFields(organiser, id, speaker))
  if (!event || !saved) notFound()
  const [mailer, portrait, fields, typed] = await Promise.all([
    getMailerState(),
    getPortrait(organiser, id, speaker),
    getDraft(page, typeof draft === "string" ? draft : undefined),
    getDraft(`${page}#picture`, typeof picture === "string" ? picture : undefined),
  ])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="content" title="Edit a speaker" />
      <SpeakerForm action={`${page}/save`} values={fields ?? saved} problems={problemsOf(speakerSchema, fields)} />
      <PictureForm title="Portrait" page={`${page}/portrait`} picture={portrait} values={typed ?? {}} error={refusalOf(refused)} className="face mb-3" />
    </DeskFrame>
  )
}
