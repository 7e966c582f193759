import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { Readiness } from "@/components/desk/readiness"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"
import { noteSeen } from "@/lib/events/join-details"
import { getReadiness } from "@/lib/readiness/queries"

export const metadata = { title: "Ready to send?" }

export default async function ReadinessPage({ params }: PageProps<"/admin/events/[id]/readiness">) {
  const { id } = await params
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  await noteSeen(organiser, event)
  const isToCome = event.status !== "cancelled" && event.now < event.endsAt
  const [checks, mailer] = await Promise.all([isToCome ? getReadiness(organiser, event) : [], getMailerState()])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="readiness" title="Ready to send?" />
      {isToCome ? (
        <Readiness eventId={event.id} checks={checks} />
      ) : (
        <p className="mt-8">This event is {event.status === "cancelled" ? "cancelled" : "over"}: there is nothing to get ready for.</p>
      )}
    </DeskFrame>
  )
}
