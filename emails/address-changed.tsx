import { Anchor, Frame, Paragraph, Small } from "./frame"
import { type AttendeeLetter, sampleLetter, When } from "./parts"

/** `address`: the new one. It goes to the earlier mailbox, which has no business with the personal link any more. */
export type AddressChangedProps = AttendeeLetter & { address: string }

export const subject = ({ event }: AddressChangedProps) => `Your address was changed: ${event.title}`

export default function AddressChanged({ name, event, address }: AddressChangedProps) {
  return (
    <Frame preview="If that was not you, answer this mail." title={event.title} footer={<Why event={event} />}>
      <Paragraph>
        Dear {name}, your address for this session was changed to {address}. From now on everything goes there, and the links in earlier mails open nothing any
        more.
      </Paragraph>
      <When event={event} />
      <Paragraph>If that was not you, answer this mail.</Paragraph>
    </Frame>
  )
}

const Why = ({ event }: Pick<AttendeeLetter, "event">) => (
  <Small>
    You get this because this address was used to register for <Anchor href={event.pageUrl}>{event.title}</Anchor>
    {event.host && `, held by ${event.host}`}. It is the last mail about it that goes to this address.
  </Small>
)

export const PreviewProps = { ...sampleLetter, address: "ada@example.com" } satisfies AddressChangedProps
