import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

/** `waiting`: on the waiting list. */
export type DetailsProps = AttendeeLetter & { waiting: boolean }

export const subject = ({ event }: AttendeeLetter) => `Your details have changed: ${event.title}`

export default function Details({ name, event, attendUrl, waiting }: DetailsProps) {
  return (
    <Frame preview="See them on your own page." title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} waits={waiting} />}>
      <Paragraph>Dear {name}, the details of your registration were changed on your own page. Your place stays as it is.</Paragraph>
      <When event={event} />
      <Action href={attendUrl}>Open your page</Action>
      <Paragraph>If that was not you, answer this mail.</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, waiting: false } satisfies DetailsProps
