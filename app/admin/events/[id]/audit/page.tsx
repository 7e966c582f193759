import { notFound } from "next/navigation"
import { Audit } from "@/components/desk/audit"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { listAudit } from "@/lib/audit/queries"
import { readAuditFilter } from "@/lib/audit/schema"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"

export const metadata = { title: "Record of the event" }

export default async function EventAuditPage({ params, searchParams }: PageProps<"/admin/events/[id]/audit">) {
  const [{ id }, parameters] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const filter = { ...readAuditFilter(parameters), event: id }
  const [record, mailer] = await Promise.all([listAudit(organiser, filter, event.timeZone), getMailerState()])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="audit" title="Record" />
      <Audit page={`/admin/events/${id}/audit`} filter={filter} zone={event.timeZone} {...record} />
    </DeskFrame>
  )
}
