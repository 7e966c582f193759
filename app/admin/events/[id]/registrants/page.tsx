import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { MorePlaces, MorePlacesDone } from "@/components/desk/more-places"
import { Names } from "@/components/desk/names"
import { RegistrantDone } from "@/components/desk/registrant-done"
import { RegistrantFilterBar } from "@/components/desk/registrant-filter"
import { RegistrantList } from "@/components/desk/registrant-list"
import { requireOrganiser, requireViewer, type Viewer } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent, getEventSeen } from "@/lib/events/desk"
import { placesSchema } from "@/lib/events/schema"
import { problemsOf } from "@/lib/problems"
import { countFits, countRegistrants, listRegistrants } from "@/lib/registrations/list"
import { listNamesSeen } from "@/lib/registrations/names"
import { mostAtOnce, seenTabs } from "@/lib/registrations/rules"
import { readAddedPlaces, readDone, readFilter } from "@/lib/registrations/schema"
import { personalLink } from "@/lib/registrations/token"

export const metadata = { title: "Registrants" }

type Search = Awaited<PageProps<"/admin/events/[id]/registrants">["searchParams"]>

/** The one room of an event that viewers enter too: to them it shows names, and no address. */
export default async function RegistrantsPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants">) {
  const [{ id }, parameters] = await Promise.all([params, searchParams])
  const viewer = await requireViewer(id)
  return viewer.could("organiser", id) ? organisersRoom(id, parameters) : viewersRoom(viewer, id, parameters)
}

async function organisersRoom(id: string, parameters: Search) {
  const organiser = await requireOrganiser(id)
  const filter = readFilter(parameters)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const { draft } = parameters
  const [{ people, next }, { counts, countedAt }, matching, mailer, fields] = await Promise.all([
    listRegistrants(organiser, id, filter),
    countRegistrants(organiser, id),
    countFits(organiser, id, filter, mostAtOnce + 1),
    getMailerState(),
    getDraft(`/admin/events/${id}/registrants`, typeof draft === "string" ? draft : undefined),
  ])
  const places = fields && "places" in fields ? fields : null
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="registrants" title="Registrants" />
      <RegistrantDone done={readDone(parameters)} />
      <MorePlacesDone done={readAddedPlaces(parameters)} />
      <RegistrantFilterBar eventId={id} filter={filter} counts={counts} countedAt={countedAt} zone={event.timeZone} />
      <RegistrantList
        eventId={id}
        filter={filter}
        people={people}
        next={next}
        zone={event.timeZone}
        matching={matching}
        most={mostAtOnce + 1}
        linkOf={personalLink}
      />
      {(filter.tab === "waiting" || places) && <MorePlaces eventId={id} typed={places?.places} problem={problemsOf(placesSchema, places).places} />}
    </DeskFrame>
  )
}

async function viewersRoom(viewer: Viewer, id: string, parameters: Search) {
  const asked = readFilter(parameters)
  const filter = seenTabs.includes(asked.tab) ? asked : { ...asked, tab: "registered" as const }
  const event = await getEventSeen(viewer, id)
  if (!event) notFound()
  const [{ people, next }, { counts, countedAt }, mailer] = await Promise.all([
    listNamesSeen(viewer, id, filter),
    countRegistrants(viewer, id),
    getMailerState(),
  ])
  return (
    <DeskFrame mailer={mailer} who={viewer}>
      <EventHead event={event} current="registrants" title="Registrants" isSeenOnly />
      <Names filter={filter} counts={counts} countedAt={countedAt} people={people} next={next} zone={event.timeZone} />
    </DeskFrame>
  )
}
