import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { ReadingForm } from "@/components/desk/reading-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { problemsOf } from "@/lib/problems"
import { getReadingFields } from "@/lib/readings/queries"
import { readingSchema } from "@/lib/readings/schema"

export const metadata = { title: "Edit a reading" }

export default async function ReadingPage({ params, searchParams }: PageProps<"/admin/events/[id]/readings/[reading]">) {
  const [{ id, reading }, { draft }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const page = `/admin/events/${id}/readings/${reading}`
  const event = await getDeskEvent(organiser, id)
  const saved = event && (await getReadingFields(organiser, id, reading))
  if (!event || !saved) notFound()
  const [mailer, fields] = await Promise.all([getMailerState(), getDraft(page, typeof draft === "string" ? draft : undefined)])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="content" title="Edit a reading" />
      <ReadingForm action={`${page}/save`} values={fields ?? saved} problems={problemsOf(readingSchema, fields)} />
    </DeskFrame>
  )
}
