import { Choice } from "@/components/ui/choice"
import type { ReadableLetter } from "@/lib/mail/letters"
import type { Reached, Reader } from "@/lib/messages/queries"
import { audienceLabel, type MessageInput } from "@/lib/messages/schema"
import { people } from "@/lib/registrations/rules"
import { LetterPreview } from "./letter-preview"

type Props = {
  eventId: string
  id: string
  message: MessageInput
  reached: Reached
  readers: Reader[]
  letter: ReadableLetter | null
  person: string | undefined
}

const reasonWords = new Map([
  ["bounced address", "whose address does not take mail"],
  ["stopped by the person", "who asked for no messages"],
])

/**
 * The last look before a message goes: to how many, who is left out, and one person's real mail. The text travels in the form itself, so that nothing
 * is lost however long somebody looks; the id makes a second press harmless.
 */
export function MessageCheck({ eventId, id, message, reached, readers, letter, person }: Props) {
  const door = (verb: string) => `/admin/events/${eventId}/messages/${verb}`
  const kept = { id, subject: message.subject, body: message.body, audience: message.audience, count: String(reached.count) }
  return (
    <form className="sheet" method="post" action={door("send")} autoComplete="off">
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <h2>{reached.count === 0 ? "Nobody would get this" : `To ${people(reached.count)}`}</h2>
      <p className="note">{audienceLabel(message.audience)}</p>
      {reached.leftOut.map(({ reason, count }) => (
        <p key={reason} className="mt-2">
          Left out: {people(count)} {reasonWords.get(reason) ?? `(${reason})`}.
        </p>
      ))}
      {letter && <PersonChoice readers={readers} person={person} door={door("prepare")} />}
      {letter && <LetterPreview letter={letter} />}
      <div className="mt-8 flex flex-wrap gap-3">
        {reached.count > 0 && (
          <button type="submit" className="button">
            Send to {people(reached.count)}
          </button>
        )}
        <button type="submit" className="button quiet" formAction={door("change")}>
          Change the message
        </button>
      </div>
    </form>
  )
}

/** Whose mail is shown: the first twenty are enough to see a long name, a short one and one's own. */
function PersonChoice({ readers, person, door }: { readers: Reader[]; person: string | undefined; door: string }) {
  return (
    <div className="mt-4 flex flex-wrap items-end gap-3">
      <div className="min-w-0 max-w-md grow">
        <Choice
          name="person"
          label="The mail as this person gets it"
          options={readers.map(({ id, name, email }) => [id, `${name}, ${email}`])}
          defaultValue={person}
        />
      </div>
      <button type="submit" className="button quiet" formAction={door}>
        Show it
      </button>
    </div>
  )
}
