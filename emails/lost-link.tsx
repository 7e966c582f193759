import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, type JoinFacts, sampleLetter, WayIn, When, WhyThis } from "./parts"

/** `standing`: a sentence that says where the person stands. `waiting`: on the waiting list. `join` once the joining details are released, for those who have a place. */
export type LostLinkProps = AttendeeLetter & { standing: string; hasPlace: boolean; waiting: boolean; join: JoinFacts | null }

export const subject = ({ event }: LostLinkProps) => `Your personal link: ${event.title}`

export default function LostLink({ name, event, attendUrl, standing, hasPlace, waiting, join }: LostLinkProps) {
  return (
    <Frame preview={standing} title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} cancelled={!hasPlace} waits={waiting} />}>
      <Paragraph>
        Dear {name}, somebody, perhaps you, has asked for your personal link. Here it is. {standing}
      </Paragraph>
      <When event={event} />
      {join && <WayIn join={join} />}
      <Action href={attendUrl}>Open your page</Action>
      <Paragraph>If you did not ask for it, you need not do anything: the mail went to you alone.</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, standing: "You are registered.", hasPlace: true, waiting: false, join: null } satisfies LostLinkProps
