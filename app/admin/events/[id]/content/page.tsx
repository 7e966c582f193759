import { notFound } from "next/navigation"
import { ContentLists } from "@/components/desk/content"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { PictureForm } from "@/components/desk/picture-form"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { refusalOf } from "@/lib/pictures/schema"
import { listReadings } from "@/lib/readings/queries"
import { listSpeakers } from "@/lib/speakers/queries"

export const metadata = { title: "Speakers and reading" }

export default async function ContentPage({ params, searchParams }: PageProps<"/admin/events/[id]/content">) {
  const [{ id }, { saved, refused, picture }] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const [mailer, speakers, readings, fields] = await Promise.all([
    getMailerState(),
    listSpeakers(organiser, id),
    listReadings(organiser, id),
    getDraft(`/admin/events/${id}/content#picture`, typeof picture === "string" ? picture : undefined),
  ])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="content" title="Speakers and reading" />
      {saved !== undefined && (
        <p className="banner" role="status">
          Saved. {event.status === "draft" ? "The page is a draft still." : "The public page shows it already."}
        </p>
      )}
      <PictureForm
        title="Cover"
        page={`/admin/events/${id}/cover`}
        picture={event.cover}
        values={fields ?? {}}
        error={refusalOf(refused)}
        className="cover mb-3"
      />
      <ContentLists eventId={id} speakers={speakers} readings={readings} />
    </DeskFrame>
  )
}
