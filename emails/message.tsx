import { Action, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

/** The organiser's own words: `body` has its paragraphs between empty lines. */
export type MessageProps = AttendeeLetter & { subject: string; body: string }

export const subject = ({ subject }: MessageProps) => subject

export default function Message({ event, attendUrl, mailUrl, body }: MessageProps) {
  return (
    <Frame preview={body.slice(0, 120)} title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} mailUrl={mailUrl} />}>
      {body.split(/\n{2,}/).map((paragraph) => (
        <Paragraph key={paragraph}>
          <span style={{ whiteSpace: "pre-line" }}>{paragraph}</span>
        </Paragraph>
      ))}
      <When event={event} />
      <Action href={attendUrl}>Open your page</Action>
    </Frame>
  )
}

export const PreviewProps = {
  ...sampleLetter,
  subject: "What to read before Thursday",
  body: "Dear Ada Example,\n\nthe foreword is on the page of the session.",
} satisfies MessageProps
