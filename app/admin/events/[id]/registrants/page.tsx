import { notFound } from "next/navigation"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { RegistrantFilterBar } from "@/components/desk/registrant-filter"
import { RegistrantTable } from "@/components/desk/registrant-table"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"
import { countRegistrants, listRegistrants } from "@/lib/registrations/list"
import { isTab, readFilter } from "@/lib/registrations/schema"

export const metadata = { title: "Registrants" }

export default async function RegistrantsPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants">) {
  const organiser = await requireOrganiser()
  const [{ id }, parameters] = await Promise.all([params, searchParams])
  const filter = readFilter(parameters)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const [{ people, next }, counts, mailer] = await Promise.all([listRegistrants(organiser, id, filter), countRegistrants(organiser, id), getMailerState()])
  const tab = isTab(filter.tab) ? filter.tab : "registered"
  return (
    <DeskFrame mailer={mailer} email={organiser.email}>
      <EventHead event={event} current="registrants" title="Registrants" />
      <RegistrantFilterBar eventId={id} tab={tab} search={filter.search} counts={counts} />
      <RegistrantTable
        eventId={id}
        people={people}
        zone={event.timeZone}
        more={next && `?${new URLSearchParams({ tab, ...(filter.search && { search: filter.search }), after: next })}`}
      />
    </DeskFrame>
  )
}
