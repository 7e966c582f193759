import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

export const subject = ({ event }: AttendeeLetter) => `You have cancelled: ${event.title}`

export default function Cancelled({ name, event, attendUrl }: AttendeeLetter) {
  return (
    <Frame preview="Your place is free for somebody else." title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} cancelled />}>
      <Paragraph>Dear {name}, you have cancelled your place. Thank you for telling us: somebody else can have it now.</Paragraph>
      <When event={event} />
      <Paragraph>If that was a mistake, you can undo it on your page as long as there are places.</Paragraph>
      <Action href={attendUrl}>Open your page</Action>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter } satisfies AttendeeLetter
