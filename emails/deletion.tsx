import { Action, Fact, Frame, Paragraph, Small } from "./frame"
import { type EventFacts, sampleLetter } from "./parts"

/** For organisers: the promised day has come. `howMany` like "214 people and 640 letters"; `lines` are finished numbers with their words. */
export type DeletionProps = { event: EventFacts; howMany: string; lines: { words: string; number: string }[]; deskUrl: string }

export const subject = ({ event }: DeletionProps) => `Personal data deleted: ${event.title}`

export default function Deletion({ event, howMany, lines, deskUrl }: DeletionProps) {
  return (
    <Frame
      preview={`The personal data of ${howMany} is gone.`}
      title="Personal data deleted"
      footer={<Small>You get this because you help to run this event.</Small>}
    >
      <Paragraph>
        The day of deletion that the registration form promised has come. Names, addresses, answers and letters of <strong>{event.title}</strong> are deleted:{" "}
        {howMany}. The event's own pages and your messages stay.
      </Paragraph>
      {lines.map(({ words, number }) => (
        <Fact key={words} name={words}>
          {number}
        </Fact>
      ))}
      <Paragraph>These numbers are kept as a receipt on the desk. Nothing in it names anybody.</Paragraph>
      <Action href={deskUrl}>Open the receipt</Action>
      <Small>Files that somebody downloaded, and backups made before today, may still hold these people. Delete them too.</Small>
    </Frame>
  )
}

export const PreviewProps = {
  event: sampleLetter.event,
  howMany: "214 people and 640 letters",
  lines: [
    { words: "Registered", number: "210" },
    { words: "Cancelled", number: "4" },
    { words: "Confirmation", number: "sent 214" },
  ],
  deskUrl: "https://events.example.org/admin/events/sample/deletion",
} satisfies DeletionProps
