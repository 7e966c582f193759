import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { ImportForm } from "@/components/desk/import-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"

export const metadata = { title: "Import a list" }

export default async function ImportPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants/import">) {
  const [{ id }, { refused }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const [event, mailer] = await Promise.all([getDeskEvent(organiser, id), getMailerState()])
  if (!event) notFound()
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="registrants" title="Import a list" />
      <ImportForm eventId={id} refused={typeof refused === "string" ? refused : undefined} />
    </DeskFrame>
  )
}
