import { notFound } from "next/navigation"
import { AddForm } from "@/components/desk/add-form"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { problemsOf } from "@/lib/problems"
import { addedSchema } from "@/lib/registrations/schema"

export const metadata = { title: "Add somebody" }

const refusals = new Map([
  ["full", "Every place is taken, and there is no waiting list. Raise the number of places first"],
  ["closed", "Nobody can register for this event now: it is a draft, cancelled or over"],
])

export default async function AddPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants/new">) {
  const [{ id }, { draft, refused }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const [fields, mailer] = await Promise.all([getDraft(`/admin/events/${id}/registrants/new`, typeof draft === "string" ? draft : undefined), getMailerState()])
  const refusal = typeof refused === "string" ? refusals.get(refused) : undefined
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="registrants" title="Add somebody" />
      <AddForm eventId={id} fields={fields ?? {}} problems={{ ...problemsOf(addedSchema, fields), ...(refusal && { name: refusal }) }} />
    </DeskFrame>
  )
}
