import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { RegistrantDone } from "@/components/desk/registrant-done"
import { RegistrantFilterBar } from "@/components/desk/registrant-filter"
import { RegistrantList } from "@/components/desk/registrant-list"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"
import { countFits, countRegistrants, listRegistrants } from "@/lib/registrations/list"
import { mostAtOnce } from "@/lib/registrations/rules"
import { readDone, readFilter } from "@/lib/registrations/schema"
import { personalLink } from "@/lib/registrations/token"

export const metadata = { title: "Registrants" }

export default async function RegistrantsPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants">) {
  const [{ id }, parameters] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const filter = readFilter(parameters)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const [{ people, next }, { counts, countedAt }, matching, mailer] = await Promise.all([
    listRegistrants(organiser, id, filter),
    countRegistrants(organiser, id),
    countFits(organiser, id, filter, mostAtOnce + 1),
    getMailerState(),
  ])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="registrants" title="Registrants" />
      <RegistrantDone done={readDone(parameters)} />
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
    </DeskFrame>
  )
}
