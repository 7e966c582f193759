import { Scroll } from "@/components/ui/scroll"
import type { SentMessage } from "@/lib/messages/queries"
import { whereItIs } from "@/lib/messages/rules"
import { audienceLabel } from "@/lib/messages/schema"
import { stamp } from "@/lib/time"

/** The messages of an event, newest first, each with where its letters are. */
export function MessageList({ messages, zone }: { messages: SentMessage[]; zone: string }) {
  if (messages.length === 0) return <p>No message has been sent yet.</p>
  return (
    <Scroll label="Sent messages">
      <table>
        <thead>
          <tr>
            <th>Message</th>
            <th>To</th>
            <th>Sent</th>
            <th>Where it is</th>
          </tr>
        </thead>
        <tbody>
          {messages.map((message) => (
            <tr key={message.id}>
              <td className="min-w-64">
                <details>
                  <summary>{message.subject}</summary>
                  <p className="mt-2 whitespace-pre-line break-words">{message.body}</p>
                </details>
              </td>
              <td>{audienceLabel(message.audience)}</td>
              <td className="whitespace-nowrap">
                {stamp(message.createdAt, zone)}
                <small>{message.createdBy}</small>
              </td>
              <td>{whereItIs(message.outcomes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
