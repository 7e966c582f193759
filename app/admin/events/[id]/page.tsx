import { notFound } from "next/navigation"
import { EditConflict } from "@/components/desk/edit-conflict"
import { EventForm } from "@/components/desk/event-form"
import { EventHead } from "@/components/desk/event-head"
import { EventStanding } from "@/components/desk/event-standing"
import { DeskFrame } from "@/components/desk/frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { settings } from "@/lib/env"
import { countOnList, type DeskEvent, getDeskEvent } from "@/lib/events/desk"
import { differencesOf } from "@/lib/events/rules"
import { eventSchema } from "@/lib/events/schema"
import { type Problems, problemsOf } from "@/lib/problems"

export const metadata = { title: "Edit the event" }

type Search = Awaited<PageProps<"/admin/events/[id]">["searchParams"]>

/** What only the tables could refuse. */
function refusalsOf(event: DeskEvent, fields: Record<string, string> | null, { taken, refused }: Search): Problems {
  if (taken !== undefined && Number(fields?.capacity) < event.taken)
    return { capacity: `${event.taken} places are taken already. Enter ${event.taken} or more` }
  return refused === "slugTaken" && fields?.slug !== event.slug ? { slug: "Another event has this address, or had it. Choose another" } : {}
}

const always = (words: string) => [words, words] as const
/** What was done, of an event that the public sees, and of a draft. */
const done = new Map([
  ["saved", ["Saved. The public page shows it already.", "Saved."]],
  ["made", always("Your draft is made. Nobody sees it until you publish it.")],
  ["published", always("Published. Everybody can see it and register.")],
  ["unpublished", always("It is a draft again. Nobody sees it.")],
  ["archived", always("It is in the archive: out of the lists, while its pages stay.")],
  ["unarchived", always("It is back in the lists.")],
])

export default async function EditEventPage({ params, searchParams }: PageProps<"/admin/events/[id]">) {
  const [{ id }, search] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const { draft, refused } = search
  const [event, mailer, fields] = await Promise.all([
    getDeskEvent(organiser, id),
    getMailerState(),
    getDraft(`/admin/events/${id}`, typeof draft === "string" ? draft : undefined),
  ])
  if (!event) notFound()
  const sentence = [...done].find(([word]) => search[word] !== undefined)?.[1]?.[event.status === "draft" ? 1 : 0]
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="edit" title="Edit the event" />
      {sentence && (
        <p className="banner" role="status">
          {sentence}
        </p>
      )}
      <EventStanding event={event} onList={await countOnList(organiser, id)} refused={typeof refused === "string" ? refused : null} />
      {refused === "edited" && fields && <EditConflict differences={differencesOf(event, fields)} />}
      <EventForm
        event={event}
        siteUrl={settings().SITE_URL}
        isConflict={refused === "edited"}
        fields={fields}
        problems={{ ...problemsOf(eventSchema, fields), ...refusalsOf(event, fields, search) }}
      />
    </DeskFrame>
  )
}
