import { notFound } from "next/navigation"
import { ContentLists } from "@/components/desk/content"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"
import { listReadings } from "@/lib/readings/queries"
import { listSpeakers } from "@/lib/speakers/queries"

export const metadata = { title: "Speakers and reading" }

export default async function ContentPage({ params, searchParams }: PageProps<"/admin/events/[id]/content">) {
  const organiser = await requireOrganiser()
  const [{ id }, { saved }] = await Promise.all([params, searchParams])
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const [mailer, speakers, readings] = await Promise.all([getMailerState(), listSpeakers(organiser, id), listReadings(organiser, id)])
  return (
    <DeskFrame mailer={mailer} email={organiser.email}>
      <EventHead event={event} current="content" title="Speakers and reading" />
      {saved !== undefined && (
        <p className="banner" role="status">
          Saved. {event.status === "draft" ? "The page is a draft still." : "The public page shows it already."}
        </p>
      )}
      <ContentLists eventId={id} speakers={speakers} readings={readings} />
    </DeskFrame>
  )
}
