import { notFound } from "next/navigation"
import { AddressForm } from "@/components/desk/address-form"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { PersonActs } from "@/components/desk/person-acts"
import { PersonForm } from "@/components/desk/person-form"
import { RegistrantDone } from "@/components/desk/registrant-done"
import { Story } from "@/components/desk/story"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { listLetters } from "@/lib/deliveries/story"
import { getDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { problemsOf } from "@/lib/problems"
import { questionsOf } from "@/lib/questions/rules"
import { getRegistrant } from "@/lib/registrations/queries"
import { addressSchema, detailsSchema, readDone } from "@/lib/registrations/schema"
import { personalLink } from "@/lib/registrations/token"

export const metadata = { title: "One person" }

const banners: Record<string, string> = {
  done: "The address is changed, and what is still owed goes to it now. The earlier personal link opens nothing any more.",
  saved: "Saved.",
  added: "Added, as the status below says. The letter is on its way.",
  known: "This address was on the list already: nothing was changed, and nobody was mailed.",
}

export default async function RegistrantPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants/[registration]">) {
  const [{ id, registration }, parameters] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const [event, person] = await Promise.all([getDeskEvent(organiser, id), getRegistrant(organiser, id, registration)])
  if (!event || !person) notFound()
  const { draft } = parameters
  const [letters, mailer, fields] = await Promise.all([
    listLetters(organiser, person.id),
    getMailerState(),
    getDraft(`/admin/events/${id}/registrants/${registration}`, typeof draft === "string" ? draft : undefined),
  ])
  // Two forms lead back here; only one of them asks for an address.
  const [address, details] = fields && "email" in fields ? [fields, null] : [null, fields]
  const problems = problemsOf(addressSchema, address)
  if (parameters.taken !== undefined) problems.email = "Somebody else is registered with this address"
  const banner = Object.keys(banners).find((word) => parameters[word] !== undefined)
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="registrants" title={person.name} />
      {banner && (
        <p className="banner" role="status">
          {banners[banner]}
        </p>
      )}
      <RegistrantDone done={readDone(parameters)} />
      <Story person={person} letters={letters} questions={questionsOf(event)} zone={event.timeZone} />
      <PersonForm
        eventId={id}
        person={person}
        isConflict={parameters.edited !== undefined && details !== null}
        fields={details}
        problems={problemsOf(detailsSchema, details)}
      />
      <AddressForm eventId={id} person={person} fields={address} problems={problems} />
      <PersonActs eventId={id} person={person} link={personalLink(person)} />
    </DeskFrame>
  )
}
