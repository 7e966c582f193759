import { Action, Anchor, Frame, Paragraph, Small } from "./frame"
import { type AttendeeLetter, sampleLetter, When } from "./parts"

/** `attendUrl` opens the page that asks; `hours`: how long it does. It goes to a mailbox that may be anybody's, so it tells no more than it must. */
export type AddressProofProps = AttendeeLetter & { hours: number }

export const subject = ({ event }: AddressProofProps) => `Confirm your new address: ${event.title}`

export default function AddressProof({ name, event, attendUrl, hours }: AddressProofProps) {
  return (
    <Frame preview="Open it and press the button." title={event.title} footer={<Why event={event} />}>
      <Paragraph>
        Dear {name}, you asked us to write to this address from now on. Open the page and press its button within {hours} hours: until then everything goes to
        the address that we have.
      </Paragraph>
      <When event={event} />
      <Action href={attendUrl}>Confirm this address</Action>
      <Paragraph>If it was not you who asked, you need not do anything: nothing changes.</Paragraph>
    </Frame>
  )
}

const Why = ({ event }: Pick<AttendeeLetter, "event">) => (
  <Small>
    You get this because somebody who registered for <Anchor href={event.pageUrl}>{event.title}</Anchor> typed this address. If that was a mistake, it is
    deleted on {event.deletionDay}, and you hear no more of it.
  </Small>
)

export const PreviewProps = { ...sampleLetter, attendUrl: "https://events.example.org/address/sample", hours: 24 } satisfies AddressProofProps
