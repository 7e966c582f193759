import { Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

export const subject = ({ event }: AttendeeLetter) => `Cancelled: ${event.title}`

export default function EventCancelled({ name, event, attendUrl }: AttendeeLetter) {
  return (
    <Frame preview="The session does not take place." title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} cancelled />}>
      <Paragraph>Dear {name}, the organisers have cancelled this session. It does not take place, and you need not do anything.</Paragraph>
      <When event={event} />
      <Paragraph>The calendar file with this mail takes it out of your diary. If you have a question, answer this mail.</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter } satisfies AttendeeLetter
