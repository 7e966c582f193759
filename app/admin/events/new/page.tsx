import { DeskFrame } from "@/components/desk/frame"
import { NewEventForm } from "@/components/desk/new-event-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getUsualZone } from "@/lib/events/desk"
import { newEventSchema } from "@/lib/events/schema"
import { problemsOf } from "@/lib/problems"

export const metadata = { title: "New event" }

export default async function NewEventPage({ searchParams }: PageProps<"/admin/events/new">) {
  const organiser = await requireOrganiser()
  const { draft } = await searchParams
  const [mailer, zone, fields] = await Promise.all([
    getMailerState(),
    getUsualZone(organiser),
    getDraft("/admin/events/new", typeof draft === "string" ? draft : undefined),
  ])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <h1 className="mt-8">New event</h1>
      <NewEventForm fields={fields} problems={problemsOf(newEventSchema, fields)} zone={zone} />
    </DeskFrame>
  )
}
