import { notFound } from "next/navigation"
import { PrintList } from "@/components/desk/print-list"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getDeskEvent } from "@/lib/events/desk"
import { listToPrint } from "@/lib/registrations/list"
import { people as peopleWords } from "@/lib/registrations/rules"
import { readFilter } from "@/lib/registrations/schema"
import { stamp, subjectTime } from "@/lib/time"

export const metadata = { title: "Registrants, to print" }

const most = 2000

export default async function PrintPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants/print">) {
  const [{ id }, parameters] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  if (!event) notFound()
  const filter = readFilter(parameters)
  const people = await listToPrint(organiser, id, filter, most + 1)
  return (
    <main id="content" className="wrap desk py-6">
      <p className="kicker">
        {event.title} · {subjectTime(event.startsAt, event.timeZone)}
      </p>
      <h1>Registrants</h1>
      <p className="note">
        {people.length > most ? `The first ${peopleWords(most)} by name: for more, take the CSV.` : `${peopleWords(people.length)}.`} As of{" "}
        {stamp(event.now, event.timeZone)}. {filter.search && `Those that fit “${filter.search}”.`}
      </p>
      <PrintList people={people.slice(0, most)} />
    </main>
  )
}
