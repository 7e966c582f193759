import { notFound } from "next/navigation"
import { EditConflict } from "@/components/desk/edit-conflict"
import { Embedding } from "@/components/desk/embedding"
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
import { formSnippet, frameSnippet } from "@/lib/events/snippets"
import { type Problems, problemsOf } from "@/lib/problems"
import { questionsOf } from "@/lib/questions/rules"
import { people } from "@/lib/registrations/rules"

export const metadata = { title: "Edit the event" }

type Search = Awaited<PageProps<"/admin/events/[id]">["searchParams"]>

/** What only the tables could refuse. */
function refusalsOf(event: DeskEvent, fields: Record<string, string> | null, { taken, refused }: Search): Problems {
  if (taken !== undefined && Number(fields?.capacity) < event.taken)
    return { capacity: `${event.taken} places are taken already. Enter ${event.taken} or more` }
  return refused === "slugTaken" && fields?.slug !== event.slug ? { slug: "Another event has this address, or had it. Choose another" } : {}
}

/** What was typed into this form: it was refused, or its sender is back from looking at it. */
const getEventDraft = async (id: string, draft: string | undefined) =>
  (await getDraft(`/admin/events/${id}`, draft)) ?? (await getDraft(`/admin/events/${id}/preview`, draft))

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

const number = (word: string | string[] | undefined) => (typeof word === "string" && /^\d{1,7}$/.test(word) ? Number(word) : 0)

/** What a save meant for people who are on the list. */
function saidOfPeople({ promoted, told }: Search): string[] {
  const moved = number(promoted)
  const promised = number(told)
  return [
    ...(moved > 0 ? [`${people(moved)} of the waiting list ${moved === 1 ? "is" : "are"} offered a place now, and mailed so.`] : []),
    ...(promised > 0
      ? [`${people(promised)} had been told another day on which their names are deleted. Their pages say the new one; a message can tell them.`]
      : []),
  ]
}

export default async function EditEventPage({ params, searchParams }: PageProps<"/admin/events/[id]">) {
  const [{ id }, search] = await Promise.all([params, searchParams])
  const organiser = await requireOrganiser(id)
  const { draft, refused } = search
  const [event, mailer, fields] = await Promise.all([
    getDeskEvent(organiser, id),
    getMailerState(),
    getEventDraft(id, typeof draft === "string" ? draft : undefined),
  ])
  if (!event) notFound()
  const siteUrl = settings().SITE_URL
  const problems = { ...problemsOf(eventSchema, fields), ...refusalsOf(event, fields, search) }
  const sentence = [...done].find(([word]) => search[word] !== undefined)?.[1]?.[event.status === "draft" ? 1 : 0]
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={event} current="edit" title="Edit the event" />
      {sentence && (
        <p className="banner" role="status">
          {[sentence, ...saidOfPeople(search)].join(" ")}
        </p>
      )}
      <EventStanding
        event={event}
        onList={await countOnList(organiser, id)}
        refused={typeof refused === "string" ? refused : null}
        mayCopy={organiser.could("organiser")}
      />
      {fields && Object.keys(problems).length === 0 && refused !== "edited" && (
        <p className="banner warn" role="status">
          What you typed is in the form below. It is not saved yet.
        </p>
      )}
      {refused === "edited" && fields && <EditConflict differences={differencesOf(event, fields)} />}
      <EventForm event={event} siteUrl={siteUrl} isConflict={refused === "edited"} fields={fields} problems={problems} />
      <Embedding origins={event.embedOrigins} frame={frameSnippet(event, siteUrl)} form={formSnippet(event, questionsOf(event), siteUrl)} />
    </DeskFrame>
  )
}
