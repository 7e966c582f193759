import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

export const subject = ({ event }: AttendeeLetter) => `Your details have changed: ${event.title}`

export default function Details({ name, event, attendUrl }: AttendeeLetter) {
  return (
    <Frame preview="See them on your own page." title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} />}>
      <Paragraph>Dear {name}, the details of your registration were changed on your own page. Your place stays as it is.</Paragraph>
      <When event={event} />
      <Action href={attendUrl}>Open your page</Action>
      <Paragraph>If that was not you, answer this mail.</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter } satisfies AttendeeLetter
