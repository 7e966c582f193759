import { Action, Fact, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

/** `until`: "Tuesday 6 October, 14:05 London", when the place goes to the next in line. */
export type OfferProps = AttendeeLetter & { until: string }

export const subject = ({ event }: OfferProps) => `A place is yours if you say yes: ${event.title}`

export default function Offer({ name, event, attendUrl, until }: OfferProps) {
  return (
    <Frame preview={`Take it until ${until}.`} title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} waits />}>
      <Paragraph>Dear {name}, a place has become free, and you are next in line. Say yes on your own page, and it is yours.</Paragraph>
      <When event={event} />
      <Fact name="Kept for you until">{until}</Fact>
      <Action href={attendUrl}>Open your page and take the place</Action>
      <Paragraph>After that it goes to whoever is next. If you do not want it any more, cancel on the same page, and they need not wait.</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, until: "Tuesday 6 October, 14:05 London" } satisfies OfferProps
