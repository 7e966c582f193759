import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, type JoinFacts, sampleLetter, WayIn, When, WhyThis } from "./parts"

/** `waiting` when the person is on the waiting list; `join` once the joining details are released. */
export type AlreadyProps = AttendeeLetter & { waiting: boolean; join: JoinFacts | null }

export const subject = ({ event, waiting }: AlreadyProps) => `You are already ${waiting ? "on the waiting list" : "registered"}: ${event.title}`

export default function Already({ name, event, attendUrl, waiting, join }: AlreadyProps) {
  return (
    <Frame preview="Nothing has changed." title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} />}>
      <Paragraph>
        Dear {name}, somebody, perhaps you, has just registered with this address again. You are already {waiting ? "on the waiting list" : "registered"}, and
        nothing has changed.
      </Paragraph>
      <When event={event} />
      {join && <WayIn join={join} />}
      <Action href={attendUrl}>Open your page</Action>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, waiting: false, join: null } satisfies AlreadyProps
