import { Table } from "@/components/ui/table"
import { whereItIs } from "@/lib/deliveries/rules"
import type { SentMessage } from "@/lib/messages/queries"
import { audienceLabel } from "@/lib/messages/schema"
import { stamp } from "@/lib/time"

/** The messages of an event, newest first, each with where its letters are. */
export function MessageList({ messages, zone }: { messages: SentMessage[]; zone: string }) {
  if (messages.length === 0) return <p>No message has been sent yet.</p>
  return (
    <Table
      label="Sent messages"
      columns={["Message", "To", "Sent", "Where it is"]}
      rows={messages.map((message) => ({
        key: message.id,
        cells: {
          Message: (
            <details>
              <summary>{message.subject}</summary>
              <p className="mt-2 whitespace-pre-line break-words">{message.body}</p>
            </details>
          ),
          To: audienceLabel(message.audience),
          Sent: (
            <>
              {stamp(message.createdAt, zone)}
              <small>{message.createdBy}</small>
            </>
          ),
          "Where it is": message.outcomes.length === 0 ? "Its letters have been deleted" : whereItIs(message.outcomes),
        },
      }))}
    />
  )
}
