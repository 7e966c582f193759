import { Refresh } from "@/components/ui/refresh"
import { isOnItsWay, whereItIs } from "@/lib/deliveries/rules"
import type { SentMessage } from "@/lib/messages/queries"

type Props = {
  event: { id: string; status: string; mailPausedAt: Date | null }
  /** What the last door answered, as words of the address. */
  answers: string[]
  /** The address names a draft that is not kept any more. */
  isForgotten: boolean
  newest?: SentMessage | undefined
}

const words = new Map([
  ["already", "This message has gone already, so nothing was sent twice."],
  ["unsent", "Nothing has been sent. Change what you like and check it again."],
])

const sentenceFor = (answers: string[]) => answers.map((word) => words.get(word)).find(Boolean)

/** What has just become of a message, and what keeps messages from going. */
export function MessageNotice({ event, answers, isForgotten, newest }: Props) {
  const isSent = answers.includes("sent") && newest !== undefined
  const waits = isSent && isOnItsWay(newest.outcomes)
  const answer = isSent ? `${waits ? "The message is on its way" : "The message has gone"}: ${whereItIs(newest.outcomes)}.` : sentenceFor(answers)
  return (
    <>
      {answer && !isForgotten && (
        <p className="banner" role="status">
          {answer}
        </p>
      )}
      {waits && <Refresh seconds={1} isQuiet />}
      {isForgotten && (
        <p className="banner warn" role="alert">
          The message that you wrote was kept for 15 minutes and is not here any more. Nothing has been sent. Your browser’s Back button may still show it.
        </p>
      )}
      {event.mailPausedAt && (
        <p className="banner warn">
          The mail of this event is paused: messages wait. <a href={`/admin/events/${event.id}/send`}>Let it go on</a>
        </p>
      )}
      {event.status === "draft" && <p className="mt-6">This event is a draft, and a draft never mails anybody. Publish it first.</p>}
    </>
  )
}
