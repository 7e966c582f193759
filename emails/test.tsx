import { Action, Frame, Paragraph, Small } from "./frame"
import { type EventFacts, type JoinFacts, sampleJoin, sampleLetter, WayIn, When } from "./parts"

/** What attendees will get, sent to the organiser first. `fromNow` and `startTime` as in the joining letter. */
export type TestProps = { event: EventFacts; join: JoinFacts; fromNow: string; startTime: string; deskUrl: string }

export const subject = ({ event, fromNow, startTime }: TestProps) => `Test: Your joining link: ${event.title}, ${fromNow} ${startTime}`

export default function Test({ event, join, deskUrl }: TestProps) {
  return (
    <Frame
      preview="A test: nobody else got this mail."
      title={event.title}
      footer={<Small>You get this because you asked for a test on the organisers' desk. Nobody else got it.</Small>}
    >
      <Paragraph>This is a test. The mail to attendees has the same link and passcode, their own name, and a button to their own page.</Paragraph>
      <When event={event} />
      <WayIn join={join} />
      <Paragraph>Please open the link and try the passcode, as an attendee would. Then say on the desk that it arrived.</Paragraph>
      <Action href={deskUrl}>Back to the desk</Action>
    </Frame>
  )
}

export const PreviewProps = {
  event: sampleLetter.event,
  join: sampleJoin,
  fromNow: "tomorrow",
  startTime: "10:00 London",
  deskUrl: "https://events.example.org/admin/events/sample/send",
} satisfies TestProps
