import { notFound } from "next/navigation"
import { EventContent } from "@/components/event/event-content"
import { PublicFrame } from "@/components/public-frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getDraft } from "@/lib/drafts"
import { getPreview } from "@/lib/events/desk"
import { withTyped } from "@/lib/events/rules"

export const metadata = { title: "Preview" }

/** The public page as it would be now, or with what was typed and not saved. Its form leads nowhere as long as the event is a draft. */
export default async function PreviewPage({ params, searchParams }: PageProps<"/admin/events/[id]/preview">) {
  const [{ id }, { draft }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const kept = typeof draft === "string" ? draft : undefined
  const [event, typed] = await Promise.all([getPreview(organiser, id), getDraft(`/admin/events/${id}/preview`, kept)])
  if (!event) notFound()
  return (
    <PublicFrame replyTo={event.replyTo}>
      <p className="banner" role="status">
        {typed ? "A preview of what you typed. It is not saved yet. " : "A preview, for organisers alone. "}
        <a href={`/admin/events/${id}${typed ? `?draft=${kept}` : ""}`}>{typed ? "Back to the form" : "Back to the desk"}</a>
      </p>
      <EventContent event={typed ? withTyped(event, typed) : event} />
    </PublicFrame>
  )
}
