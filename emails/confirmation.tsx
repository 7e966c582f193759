import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, type JoinFacts, sampleLetter, WayIn, When, WhyThis } from "./parts"

/** `join` once the joining details are released: then one mail is enough. */
export type ConfirmationProps = AttendeeLetter & { join: JoinFacts | null }

export const subject = ({ event }: ConfirmationProps) => `Registered: ${event.title}, ${event.short}`

export default function Confirmation({ name, event, attendUrl, join }: ConfirmationProps) {
  return (
    <Frame preview={`Your place is kept. ${event.day}, ${event.time}`} title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} />}>
      <Paragraph>Dear {name}, you are registered.</Paragraph>
      <When event={event} />
      {join ? (
        <WayIn join={join} />
      ) : (
        <Paragraph>We e-mail you the link and passcode {event.releaseDay}. From then on they are on your own page too.</Paragraph>
      )}
      <Action href={attendUrl}>Open your page</Action>
      <Paragraph>The calendar file with this mail puts the session in your diary. If anything does not work, answer this mail.</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, join: null } satisfies ConfirmationProps
