import { notFound } from "next/navigation"
import { AddressForm } from "@/components/desk/address-form"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { Story } from "@/components/desk/story"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { listLetters } from "@/lib/deliveries/story"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { problemsOf } from "@/lib/problems"
import { questionsOf } from "@/lib/questions/rules"
import { getRegistrant } from "@/lib/registrations/queries"
import { addressSchema } from "@/lib/registrations/schema"

export const metadata = { title: "One person" }

export default async function RegistrantPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants/[registration]">) {
  const organiser = await requireOrganiser()
  const [{ id, registration }, { draft, done, taken }] = await Promise.all([params, searchParams])
  const [event, person] = await Promise.all([getDeskEvent(organiser, id), getRegistrant(organiser, id, registration)])
  if (!event || !person) notFound()
  const [letters, mailer, fields] = await Promise.all([
    listLetters(organiser, person.id),
    getMailerState(),
    getDraft(`/admin/events/${id}/registrants/${registration}`, typeof draft === "string" ? draft : undefined),
  ])
  const problems = problemsOf(addressSchema, fields)
  if (taken !== undefined) problems.email = "Somebody else is registered with this address"
  return (
    <DeskFrame mailer={mailer} email={organiser.email}>
      <EventHead event={event} current="registrants" title={person.name} />
      {done !== undefined && (
        <p className="banner" role="status">
          The address is changed, and what is still owed goes to it now. The earlier personal link opens nothing any more.
        </p>
      )}
      <Story person={person} letters={letters} questions={questionsOf(event)} zone={event.timeZone} />
      <AddressForm eventId={id} person={person} fields={fields} problems={problems} />
    </DeskFrame>
  )
}
