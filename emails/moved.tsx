import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, type JoinFacts, sampleLetter, WayIn, When, WhyThis } from "./parts"

/** `before` is the time that the person was told before; `waiting` when the person is on the waiting list; `join` once the joining details are released. */
export type MovedProps = AttendeeLetter & { before: string | null; waiting: boolean; join: JoinFacts | null }

export const subject = ({ event }: MovedProps) => `Moved: ${event.title} is now ${event.short}`

export default function Moved({ name, event, attendUrl, before, waiting, join }: MovedProps) {
  return (
    <Frame preview={`Now ${event.day}, ${event.time}`} title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} waits={waiting} />}>
      <Paragraph>Dear {name}, the session takes place at another time.</Paragraph>
      <When event={event} />
      {before && <Paragraph>It was to be on {before}. That time no longer holds.</Paragraph>}
      {join && <WayIn join={join} />}
      <Paragraph>
        {waiting
          ? "You are still on the waiting list, at the same place in line."
          : "Your place is kept, and your page stays the same. The calendar file with this mail moves the session in your diary."}
      </Paragraph>
      <Action href={attendUrl}>Open your page</Action>
      <Paragraph>
        If the new time does not suit you, please {waiting ? "leave the waiting list" : "cancel your place"} there. If anything is unclear, answer this mail.
      </Paragraph>
    </Frame>
  )
}

export const PreviewProps = {
  ...sampleLetter,
  before: "Thursday 1 October 2020, 10:00 to 12:30, London (UTC+1)",
  waiting: false,
  join: null,
} satisfies MovedProps
