import { notFound } from "next/navigation"
import { ActQuestion } from "@/components/desk/act-question"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeskEvent } from "@/lib/events/desk"
import { listNames, sealOf } from "@/lib/registrations/acts"
import { listChosen } from "@/lib/registrations/list"
import { readChoice } from "@/lib/registrations/schema"

export const metadata = { title: "Are you sure?" }

/** How many of them are named. */
const named = 20

export default async function ActPage({ params, searchParams }: PageProps<"/admin/events/[id]/registrants/act">) {
  const [{ id }, parameters] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const event = await getDeskEvent(organiser, id)
  const choice = readChoice(parameters)
  if (!event || !choice) notFound()
  const chosen = await listChosen(organiser, id, choice)
  const [names, mailer] = await Promise.all([listNames(organiser, id, chosen, named), getMailerState()])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="registrants" title="Are you sure?" />
      <ActQuestion
        eventId={id}
        choice={choice}
        chosen={chosen}
        names={names}
        seal={sealOf(chosen)}
        isMailed={event.status === "published" && event.now < event.endsAt}
        hasChanged={parameters.changed !== undefined}
      />
    </DeskFrame>
  )
}
