import type { DeskEvent } from "@/lib/events/desk"
import { people } from "@/lib/registrations/rules"
import { ActionButton } from "./send/button"

type Props = {
  event: DeskEvent
  /** How many are registered, wait, or are offered a place. */
  onList: number
  refused: string | null
  /** Whether whoever looks may make events. */
  mayCopy: boolean
}

const refusals = new Map([
  ["over", "Its end has passed, so it cannot be published. Move it first."],
  ["onList", "Somebody is on its list by now. Cancel it instead, so that they are told."],
  ["toCome", "It is published and still to come, so it stays in the lists."],
])

/** Whether the public sees the event, and what can be done about that. */
export function EventStanding({ event, onList, refused, mayCopy }: Props) {
  const page = `/admin/events/${event.id}`
  const isOver = event.now >= event.endsAt
  const isPublished = event.status === "published"
  return (
    <section className="mt-6 flex flex-wrap items-center gap-3" aria-label="Publishing">
      {refused && refusals.has(refused) && (
        <p className="banner warn" role="alert">
          {refusals.get(refused)}
        </p>
      )}
      <p className="w-full max-w-none">{standingWords(event, onList)}</p>
      {event.status === "draft" && <ActionButton action={`${page}/publish`}>Publish what is saved</ActionButton>}
      {isPublished && !isOver && onList === 0 && <ActionButton action={`${page}/unpublish`}>Take it back to a draft</ActionButton>}
      <a className="button quiet" href={`${page}/preview`}>
        See it as the public does
      </a>
      {mayCopy && (
        <a className="button quiet" href={`${page}/duplicate`}>
          Use it for another event
        </a>
      )}
      {event.archivedAt && <ActionButton action={`${page}/unarchive`}>Take it out of the archive</ActionButton>}
      {!event.archivedAt && (!isPublished || isOver) && <ActionButton action={`${page}/archive`}>Put it into the archive</ActionButton>}
    </section>
  )
}

function standingWords({ status, archivedAt, now, endsAt }: DeskEvent, onList: number): string {
  const archived = archivedAt ? " It is in the archive." : ""
  if (status === "draft") return `A draft: nobody sees it, and nobody is mailed.${archived}`
  if (status === "cancelled") return `Cancelled.${archived}`
  if (now >= endsAt) return `Over.${archived}`
  return onList === 0
    ? "Published. Nobody has registered yet."
    : `Published. A save changes the page for ${people(onList)} on the list at once, and mails nobody.`
}
