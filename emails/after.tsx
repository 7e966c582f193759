import { Action, Frame, Paragraph, Small } from "./frame"
import { type AttendeeLetter, sampleLetter, WhyThis } from "./parts"

export type AfterProps = AttendeeLetter & { recordingUrl: string }

export const subject = ({ event }: AfterProps) => `Recording: ${event.title}`

export default function After({ name, event, attendUrl, mailUrl, recordingUrl }: AfterProps) {
  return (
    <Frame preview={`The recording of ${event.day}`} title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} cancelled mailUrl={mailUrl} />}>
      <Paragraph>
        Dear {name}, the recording of the session of {event.day} is here.
      </Paragraph>
      <Action href={recordingUrl}>Watch the recording</Action>
      <Small>{recordingUrl}</Small>
      <Paragraph>What there is to read stays on the page of the session: {event.pageUrl}</Paragraph>
    </Frame>
  )
}

export const PreviewProps = { ...sampleLetter, recordingUrl: "https://video.example/r/31415" } satisfies AfterProps
