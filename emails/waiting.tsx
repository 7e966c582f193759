import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

export const subject = ({ event }: AttendeeLetter) => `You are on the waiting list: ${event.title}`

export default function Waiting({ name, event, attendUrl }: AttendeeLetter) {
  return (
    <Frame preview="All places are taken at the moment." title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} waits />}>
      <Paragraph>Dear {name}, all places are taken at the moment, and you are on the waiting list.</Paragraph>
      <When event={event} />
      <Paragraph>
        Places that become free are offered to those who wait, in the order in which they came. When it is your turn we e-mail you, and you say yes within the
        time that the mail names. Your page shows your place in line.
      </Paragraph>
      <Action href={attendUrl}>Open your page</Action>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter } satisfies AttendeeLetter
