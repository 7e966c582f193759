import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

export const subject = ({ event }: AttendeeLetter) => `Your offer has ended: ${event.title}`

export default function OfferEnded({ name, event, attendUrl }: AttendeeLetter) {
  return (
    <Frame preview="The place is no longer kept for you." title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} cancelled />}>
      <Paragraph>Dear {name}, the place that we kept for you was not taken in time. It is no longer kept for you, and you are no longer on the list.</Paragraph>
      <When event={event} />
      <Paragraph>If you would still like to come, you can join the list again on your page. You get a place at once if one is free.</Paragraph>
      <Action href={attendUrl}>Open your page</Action>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter } satisfies AttendeeLetter
