import { Action, Anchor, Frame, Paragraph, Small } from "./frame"
import { type EventFacts, sampleLetter } from "./parts"

export type ErasedProps = { event: EventFacts }

export const subject = ({ event }: ErasedProps) => `Your data has been deleted: ${event.title}`

export default function Erased({ event }: ErasedProps) {
  return (
    <Frame preview="Nothing is left, and your place is free." title={event.title} footer={<Why event={event} />}>
      <Paragraph>
        Your registration for this session has been deleted, as was asked on your own page: your name, this address, your answers, and what we had written down
        about our mails to you. If you had a place, somebody else can have it now.
      </Paragraph>
      <Paragraph>The links in earlier mails open nothing any more. If you change your mind, or it was not you, register again.</Paragraph>
      <Action href={event.pageUrl}>Open the page of the session</Action>
    </Frame>
  )
}

const Why = ({ event }: ErasedProps) => (
  <Small>
    You get this because this address was used to register for <Anchor href={event.pageUrl}>{event.title}</Anchor>
    {event.host && `, held by ${event.host}`}. It is the last mail: the address was kept for it, and is deleted now.
  </Small>
)

export const PreviewProps = { event: sampleLetter.event } satisfies ErasedProps
