import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

/** `byOrganiser`: it was not the person's own word. */
export type CancelledProps = AttendeeLetter & { byOrganiser: boolean }

export const subject = ({ event, byOrganiser }: CancelledProps) =>
  byOrganiser ? `Your place is cancelled: ${event.title}` : `You have cancelled: ${event.title}`

export default function Cancelled({ name, event, attendUrl, byOrganiser }: CancelledProps) {
  return (
    <Frame
      preview={byOrganiser ? "The organisers have cancelled your place." : "Somebody else can have the place."}
      title={event.title}
      footer={<WhyThis event={event} attendUrl={attendUrl} cancelled />}
    >
      {byOrganiser ? (
        <Paragraph>Dear {name}, the organisers have cancelled your place. If you think that this is a mistake, answer this mail.</Paragraph>
      ) : (
        <Paragraph>Dear {name}, you have cancelled. Thank you for telling us: somebody else can have the place.</Paragraph>
      )}
      <When event={event} />
      {!byOrganiser && <Paragraph>If that was a mistake, you can come back on your page. You get a place as long as one is free.</Paragraph>}
      <Action href={attendUrl}>Open your page</Action>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, byOrganiser: false } satisfies CancelledProps
