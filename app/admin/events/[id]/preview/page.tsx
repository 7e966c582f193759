import { notFound } from "next/navigation"
import { EventContent } from "@/components/event/event-content"
import { PublicFrame } from "@/components/public-frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getPreview } from "@/lib/events/desk"

export const metadata = { title: "Preview" }

/** The public page as it would be now. Its form leads nowhere as long as the event is a draft. */
export default async function PreviewPage({ params }: PageProps<"/admin/events/[id]/preview">) {
  const { id } = await params
  const organiser = await requireOrganiser(id)
  const event = await getPreview(organiser, id)
  if (!event) notFound()
  return (
    <PublicFrame replyTo={event.replyTo}>
      <p className="banner" role="status">
        A preview, for organisers alone. <a href={`/admin/events/${id}`}>Back to the desk</a>
      </p>
      <EventContent event={event} />
    </PublicFrame>
  )
}
