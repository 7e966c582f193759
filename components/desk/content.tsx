import type { ListedReading } from "@/lib/readings/queries"
import type { ListedSpeaker } from "@/lib/speakers/queries"
import { ActionButton, AskingButton } from "./send/button"

type Props = { eventId: string; speakers: ListedSpeaker[]; readings: ListedReading[] }

/** Speakers and reading in their order, each with what can be done about it. */
export function ContentLists({ eventId, speakers, readings }: Props) {
  const page = `/admin/events/${eventId}`
  return (
    <>
      <EntryList
        title="Speakers"
        page={`${page}/speakers`}
        add="Add a speaker"
        entries={speakers.map(({ id, name, role, affiliation, topic }) => ({ id, name, words: [role, affiliation, topic] }))}
      />
      <EntryList
        title="Reading"
        page={`${page}/readings`}
        add="Add a reading"
        entries={readings.map(({ id, title, author, url }) => ({ id, name: title, words: [author, url ?? ""] }))}
      />
    </>
  )
}

type Entry = {
  id: string
  name: string
  words: string[]
  /** What is asked before it is removed. */
  question?: string
  /** Why it cannot be removed now. */
  stays?: string
}

/** Parts of an event in their order. Each has its own page, moves up, and is removed after one question. */
export function EntryList({ title, page, add, entries }: { title: string; page: string; add: string; entries: Entry[] }) {
  return (
    <section>
      <h2>{title}</h2>
      {entries.length === 0 && <p>None yet.</p>}
      <ol className="entries">
        {entries.map((entry, index) => (
          <li key={entry.id}>
            <a href={`${page}/${entry.id}`}>{entry.name}</a>
            <small className="note block break-words">{entry.words.filter(Boolean).join(" · ")}</small>
            <div className="mt-2 flex flex-wrap items-start gap-x-6 gap-y-2">
              {index > 0 && <ActionButton action={`${page}/${entry.id}/up`}>Move up</ActionButton>}
              {entry.stays ? (
                <p className="note">It cannot be removed. {entry.stays}</p>
              ) : (
                <AskingButton
                  action={`${page}/${entry.id}/remove`}
                  label={`Remove ${entry.name}`}
                  question={entry.question ?? "It goes from the public page at once, with what was written here."}
                />
              )}
            </div>
          </li>
        ))}
      </ol>
      <p className="mt-5">
        <a className="button quiet" href={`${page}/new`}>
          {add}
        </a>
      </p>
    </section>
  )
}
