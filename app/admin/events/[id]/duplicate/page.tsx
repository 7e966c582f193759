import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { Times } from "@/components/desk/times"
import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { timesOf } from "@/lib/events/rules"
import { duplicateSchema } from "@/lib/events/schema"
import { problemsOf } from "@/lib/problems"

export const metadata = { title: "Use it for another event" }

export default async function DuplicatePage({ params, searchParams }: PageProps<"/admin/events/[id]/duplicate">) {
  const [{ id }, { draft }] = await Promise.all([params, searchParams])
  await requireOrganiser(id)
  // It makes another event, and whoever runs this one alone would not be let into that.
  const organiser = await requireOrganiser()
  const form = `/admin/events/${id}/duplicate`
  const [event, mailer, fields] = await Promise.all([
    getDeskEvent(organiser, id),
    getMailerState(),
    getDraft(form, typeof draft === "string" ? draft : undefined),
  ])
  if (!event) notFound()
  const problems = problemsOf(duplicateSchema, fields)
  const { from, to } = timesOf(event)
  const values = fields ?? { title: event.title, from, to }
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="edit" title="Use it for another event" />
      <form className="sheet mt-8 max-w-3xl" method="post" action={`/admin/events/${id}/copy`}>
        <ErrorSummary problems={problems} />
        <p className="note">Texts, speakers, reading and places go along. Link and passcode, people and mail do not. It begins as a draft.</p>
        <Field name="title" label="Title" required maxLength={200} defaultValue={values.title} error={problems.title} />
        <Times values={values} problems={problems} />
        <button type="submit" className="button mt-6">
          Make a draft
        </button>
      </form>
    </DeskFrame>
  )
}
