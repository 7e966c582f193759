import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, type JoinFacts, sampleJoin, sampleLetter, WayIn, When, WhyThis } from "./parts"

/** `startsIn` is "1 hour", or null once it has begun; `join` once the joining details are released. */
export type ReminderProps = AttendeeLetter & { join: JoinFacts | null; startsIn: string | null }

export const subject = ({ event, startsIn }: ReminderProps) => (startsIn ? `Starts in ${startsIn}: ${event.title}` : `It has begun: ${event.title}`)

export default function Reminder({ name, event, attendUrl, mailUrl, join, startsIn }: ReminderProps) {
  return (
    <Frame
      preview={join ? `${join.url}${join.passcode && `, passcode ${join.passcode}`}` : `${event.day}, ${event.time}`}
      title={event.title}
      footer={<WhyThis event={event} attendUrl={attendUrl} mailUrl={mailUrl} />}
    >
      <Paragraph>
        Dear {name}, {startsIn ? `the session starts in ${startsIn}.` : "the session has begun, and you can still come in."}
      </Paragraph>
      <When event={event} />
      <Action href={attendUrl}>Open your page and join</Action>
      {join ? <WayIn join={join} /> : <Paragraph>The organisers have not released the link yet. Your page shows it as soon as they do.</Paragraph>}
      <Paragraph>If the link does not open, look at your page: it always has the newest one. If that does not help, answer this mail.</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, join: sampleJoin, startsIn: "1 hour" } satisfies ReminderProps
