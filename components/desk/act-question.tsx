import { actButtons, actWarnings, filterQuery, mostAtOnce, people, usualColumns } from "@/lib/registrations/rules"
import type { Choice } from "@/lib/registrations/schema"

type Props = {
  eventId: string
  choice: Choice
  chosen: string[]
  names: { id: string; name: string; email: string }[]
  /** Stands for exactly these people. */
  seal: string
  /** Whether people can be mailed about this event at all. */
  isMailed: boolean
  hasChanged: boolean
}

/** Asks once, in words, before anything is done with these people. */
export function ActQuestion({ eventId, choice, chosen, names, seal, isMailed, hasChanged }: Props) {
  const { act, who, tab, search } = choice
  const room = `/admin/events/${eventId}/registrants`
  const back = `${room}${filterQuery({ tab, search, columns: usualColumns, after: null })}`
  if (chosen.length === 0)
    return (
      <p className="mt-8">
        Nobody was chosen, or whoever was is no longer there. <a href={back}>Back to the list</a>
      </p>
    )
  if (chosen.length > mostAtOnce)
    return (
      <p className="mt-8">
        That is more than {people(mostAtOnce)}, the most that can be done at once. <a href={back}>Back to the list</a>
      </p>
    )
  if (!isMailed && (act === "resend" || act === "restore"))
    return (
      <p className="mt-8">
        {act === "resend" ? "Nobody can be mailed" : "Nobody can register"}: the event is a draft, cancelled or over. <a href={back}>Back to the list</a>
      </p>
    )
  const others = chosen.length - names.length
  return (
    <form className="sheet mt-8 max-w-3xl" method="post" action={`${room}/${act}`} autoComplete="off">
      {hasChanged && (
        <p className="banner warn" role="alert">
          Nothing is done yet: meanwhile the list has changed, and this is about {people(chosen.length)} now.
        </p>
      )}
      <h2>{actButtons[act](chosen.length)}?</h2>
      <p className="mt-2">{actWarnings[act](chosen.length, isMailed)}</p>
      <ul className="mt-4">
        {names.map(({ id, name, email }) => (
          <li key={id}>
            {name}, {email}
          </li>
        ))}
        {others > 0 && <li>and {people(others)} more</li>}
      </ul>
      <input type="hidden" name="who" value={who} />
      {who === "ticked" && <input type="hidden" name="people" value={chosen.join(" ")} />}
      <input type="hidden" name="tab" value={tab} />
      <input type="hidden" name="search" value={search} />
      <input type="hidden" name="count" value={chosen.length} />
      <input type="hidden" name="seal" value={seal} />
      <p className="mt-6 flex flex-wrap gap-3">
        <button type="submit" className={act === "cancel" || act === "erase" ? "button quiet danger" : "button"}>
          {actButtons[act](chosen.length)}
        </button>
        <a className="button quiet" href={back}>
          No, back to the list
        </a>
      </p>
    </form>
  )
}
