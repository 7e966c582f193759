import { notFound } from "next/navigation"
import { Changes } from "@/components/desk/changes"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { countReach, countTold } from "@/lib/deliveries/told"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { moveSchema, recordingSchema } from "@/lib/events/schema"
import { problemsOf } from "@/lib/problems"

export const metadata = { title: "Move, cancel, recording" }

const word = (parameter: string | string[] | undefined) => (typeof parameter === "string" ? parameter : undefined)

export default async function ChangesPage({ params, searchParams }: PageProps<"/admin/events/[id]/changes">) {
  const [{ id }, { draft, done, refused }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const [mailer, fields, reach, told] = await Promise.all([
    getMailerState(),
    getDraft(`/admin/events/${id}/changes`, word(draft)),
    countReach(organiser, id),
    countTold(organiser, id),
  ])
  const problems = problemsOf(fields && "recordingUrl" in fields ? recordingSchema : moveSchema, fields)
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="changes" title="Move, cancel, recording" />
      <Changes event={event} reach={reach} letters={told} fields={fields} problems={problems} done={word(done)} refused={word(refused)} />
    </DeskFrame>
  )
}
