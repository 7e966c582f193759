import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { ReadingForm } from "@/components/desk/reading-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { problemsOf } from "@/lib/problems"
import { readingSchema } from "@/lib/readings/schema"

export const metadata = { title: "Add a reading" }

export default async function NewReadingPage({ params, searchParams }: PageProps<"/admin/events/[id]/readings/new">) {
  const [{ id }, { draft }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const page = `/admin/events/${id}/readings`
  const [mailer, fields] = await Promise.all([getMailerState(), getDraft(`${page}/new`, typeof draft === "string" ? draft : undefined)])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="content" title="Add a reading" />
      <ReadingForm action={`${page}/add`} values={fields ?? {}} problems={problemsOf(readingSchema, fields)} />
    </DeskFrame>
  )
}
