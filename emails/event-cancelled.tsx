import { Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

/** `waiting` when the person is on the waiting list, and has nothing in the diary. */
export type EventCancelledProps = AttendeeLetter & { waiting: boolean }

export const subject = ({ event }: EventCancelledProps) => `Cancelled: ${event.title}`

export default function EventCancelled({ name, event, attendUrl, waiting }: EventCancelledProps) {
  return (
    <Frame preview="The session does not take place." title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} cancelled />}>
      <Paragraph>Dear {name}, the organisers have cancelled this session. It does not take place, and you need not do anything.</Paragraph>
      <Paragraph>This is the session that was to be:</Paragraph>
      <When event={event} />
      {!waiting && <Paragraph>The calendar file with this mail takes it out of your diary.</Paragraph>}
      <Paragraph>If you have a question, answer this mail.</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, waiting: false } satisfies EventCancelledProps
