import { notFound } from "next/navigation"
import { EventForm } from "@/components/desk/event-form"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { eventSchema } from "@/lib/events/schema"
import { problemsOf } from "@/lib/problems"

export const metadata = { title: "Edit the event" }

export default async function EditEventPage({ params, searchParams }: PageProps<"/admin/events/[id]">) {
  const organiser = await requireOrganiser()
  const [{ id }, { draft, saved, taken }] = await Promise.all([params, searchParams])
  const [event, mailer, fields] = await Promise.all([
    getDeskEvent(organiser, id),
    getMailerState(),
    getDraft(`/admin/events/${id}`, typeof draft === "string" ? draft : undefined),
  ])
  if (!event) notFound()
  const problems = problemsOf(eventSchema, fields)
  if (taken !== undefined && Number(fields?.capacity) < event.taken) problems.capacity = `${event.taken} places are taken already. Enter ${event.taken} or more`
  return (
    <DeskFrame mailer={mailer} email={organiser.email}>
      <EventHead event={event} current="edit" title="Edit the event" />
      {saved !== undefined && (
        <p className="banner" role="status">
          Saved. The public page shows it already.
        </p>
      )}
      <EventForm event={event} fields={fields} problems={problems} />
    </DeskFrame>
  )
}
