import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, type JoinFacts, sampleJoin, sampleLetter, WayIn, When, WhyThis } from "./parts"

/** `fromNow` is "today", "tomorrow" or "on Thursday 8 October"; `startTime` "10:00 London"; `changed` when an earlier version was mailed. */
export type JoiningProps = AttendeeLetter & { join: JoinFacts; fromNow: string; startTime: string; changed: boolean }

export const subject = ({ event, fromNow, startTime, changed }: JoiningProps) =>
  changed ? `New joining link: ${event.title}` : `Your joining link: ${event.title}, ${fromNow} ${startTime}`

export default function Joining({ name, event, attendUrl, join, changed }: JoiningProps) {
  const purpose = changed ? "the joining details have changed. Please use these and forget the earlier ones." : "here is how to join."
  return (
    <Frame
      preview={`${join.url}${join.passcode && `, passcode ${join.passcode}`}`}
      title={event.title}
      footer={<WhyThis event={event} attendUrl={attendUrl} />}
    >
      <Paragraph>
        Dear {name}, {purpose}
      </Paragraph>
      <When event={event} />
      <Action href={attendUrl}>Open your page and join</Action>
      <WayIn join={join} />
      <Paragraph>If the link does not open, look at your page: it always has the newest one. If that does not help, answer this mail.</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, join: sampleJoin, fromNow: "tomorrow", startTime: "10:00 London", changed: false } satisfies JoiningProps
