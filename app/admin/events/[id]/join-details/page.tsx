import { notFound } from "next/navigation"
import { EditConflict } from "@/components/desk/edit-conflict"
import { EventHead } from "@/components/desk/event-head"
import { Findings } from "@/components/desk/findings"
import { DeskFrame } from "@/components/desk/frame"
import { JoinDetailsForm } from "@/components/desk/join-details-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { noteSeen } from "@/lib/events/join-details"
import { doubtsAbout, type Finding, lintJoinDetails } from "@/lib/events/join-lint"
import { joinDifferences } from "@/lib/events/rules"
import { joinDetailsSchema } from "@/lib/events/schema"
import { problemsOf } from "@/lib/problems"

export const metadata = { title: "Link and passcode" }

/** What looked wrong in what was typed. */
function doubtsOf(fields: Record<string, string> | null): Finding[] {
  const typed = joinDetailsSchema.safeParse(fields)
  return typed.success ? doubtsAbout(typed.data) : []
}

export default async function JoinDetailsPage({ params, searchParams }: PageProps<"/admin/events/[id]/join-details">) {
  const [{ id }, { draft, saved, doubt, edited }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const form = `/admin/events/${id}/join-details`
  const [event, mailer, fields] = await Promise.all([
    getDeskEvent(organiser, id),
    getMailerState(),
    getDraft(form, typeof draft === "string" ? draft : undefined),
  ])
  if (!event) notFound()
  await noteSeen(organiser, event)
  const isConflict = edited !== undefined && fields !== null
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="join-details" title="Link and passcode" />
      {saved !== undefined && (
        <p className="banner" role="status">
          Saved as version {event.joinVersion}. {event.joinReleasedVersion !== null && "Attendees see it on their own pages. "}Nothing has been mailed.{" "}
          <a href={`/admin/events/${id}/send`}>Go on to sending</a>
        </p>
      )}
      {event.joinUrl && !fields && <Findings findings={lintJoinDetails(event, event.now)} />}
      {isConflict && <EditConflict differences={joinDifferences(event, fields)} />}
      <JoinDetailsForm
        event={event}
        isConflict={isConflict}
        fields={fields}
        problems={problemsOf(joinDetailsSchema, fields)}
        doubts={doubt === undefined ? [] : doubtsOf(fields)}
      />
    </DeskFrame>
  )
}
