import { Action, Frame, Paragraph, Small } from "./frame"
import { type EventFacts, sampleLetter, When } from "./parts"

/** For organisers: the time has come, and there is no link. `fromNow` and `startTime` as in the joining letter. */
export type AlarmProps = { event: EventFacts; fromNow: string; startTime: string; deskUrl: string }

export const subject = ({ event, fromNow, startTime }: AlarmProps) => `The link is missing: ${event.title}, ${fromNow} ${startTime}`

export default function Alarm({ event, deskUrl }: AlarmProps) {
  return (
    <Frame
      preview="Attendees are waiting for their link."
      title="The link is missing"
      footer={<Small>You get this because you are an organiser of this site.</Small>}
    >
      <Paragraph>The time has come at which link and passcode of this session were to go out, and there is no link yet. Nothing was sent.</Paragraph>
      <Paragraph>
        <strong>{event.title}</strong>
      </Paragraph>
      <When event={event} />
      <Paragraph>Enter the link on the desk. Then go on to sending: it does not happen by itself any more.</Paragraph>
      <Action href={deskUrl}>Enter link and passcode</Action>
    </Frame>
  )
}

export const PreviewProps = {
  event: sampleLetter.event,
  fromNow: "tomorrow",
  startTime: "10:00 London",
  deskUrl: "https://events.example.org/admin/events/sample/join-details",
} satisfies AlarmProps
