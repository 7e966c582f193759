import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, type JoinFacts, sampleLetter, WayIn, When, WhyThis } from "./parts"

/**
 * `waiting` when the person is on the waiting list; `offer`, until when a place is kept for them, if one is; `join` once the joining details are
 * released.
 */
export type AlreadyProps = AttendeeLetter & { waiting: boolean; offer: string | null; join: JoinFacts | null }

export const subject = ({ event, waiting }: AlreadyProps) => `You are already ${waiting ? "on the waiting list" : "registered"}: ${event.title}`

export default function Already({ name, event, attendUrl, waiting, offer, join }: AlreadyProps) {
  return (
    <Frame
      preview={offer ? `A place is kept for you until ${offer}.` : "Nothing has changed."}
      title={event.title}
      footer={<WhyThis event={event} attendUrl={attendUrl} waits={waiting} />}
    >
      <Paragraph>
        Dear {name}, somebody, perhaps you, has just registered with this address again. You are already {waiting ? "on the waiting list" : "registered"}, and
        nothing has changed.
      </Paragraph>
      <When event={event} />
      {offer && <Paragraph>A place has become free, and it is kept for you until {offer}. Say yes on your own page.</Paragraph>}
      {join && <WayIn join={join} />}
      <Action href={attendUrl}>Open your page</Action>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, waiting: false, offer: null, join: null } satisfies AlreadyProps
