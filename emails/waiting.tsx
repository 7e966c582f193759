import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

export const subject = ({ event }: AttendeeLetter) => `You are on the waiting list: ${event.title}`

export default function Waiting({ name, event, attendUrl }: AttendeeLetter) {
  return (
    <Frame preview="All places are taken at the moment." title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} />}>
      <Paragraph>Dear {name}, all places are taken at the moment, and you are on the waiting list.</Paragraph>
      <When event={event} />
      <Paragraph>Places go to those who wait, in the order in which they came. Your page shows your place in line.</Paragraph>
      <Action href={attendUrl}>Open your page</Action>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter } satisfies AttendeeLetter
