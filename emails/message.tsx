import { Fragment } from "react"
import { Action, Anchor, Frame, Paragraph } from "./frame"
import { type AttendeeLetter, sampleLetter, When, WhyThis } from "./parts"

/** The organiser's own words: `body` has its paragraphs between empty lines. `cancelled`: the event does not take place. */
export type MessageProps = AttendeeLetter & { subject: string; body: string; cancelled: boolean }

export const subject = ({ subject }: MessageProps) => subject

export default function Message({ event, attendUrl, mailUrl, body, cancelled }: MessageProps) {
  return (
    <Frame preview={beginning(body)} title={event.title} footer={<WhyThis event={event} attendUrl={attendUrl} mailUrl={mailUrl} cancelled={cancelled} />}>
      {numbered(body.split(/\n{2,}/)).map(([key, paragraph]) => (
        <Paragraph key={key}>
          <Lines text={paragraph} attendUrl={attendUrl} />
        </Paragraph>
      ))}
      {!cancelled && <When event={event} />}
      <Action href={attendUrl}>Open your page</Action>
    </Frame>
  )
}

/** What mail programs show beside the subject. It ends between two words, so that no slot of the letter is cut in two. */
const beginning = (body: string) => (body.length > 120 ? body.slice(0, 120).replace(/\S+$/, "") : body)

const numbered = (pieces: string[]) => pieces.map((piece, index) => [String(index), piece] as const)

/** Line breaks as HTML has them, since neither Outlook nor the plain text would keep them otherwise; addresses as links. */
function Lines({ text, attendUrl }: { text: string; attendUrl: string }) {
  return numbered(text.split("\n")).map(([key, line]) => (
    <Fragment key={key}>
      {key !== "0" && <br />}
      {numbered(pieces(line, attendUrl)).map(([key, piece]) =>
        isLink(piece, attendUrl) ? (
          <Anchor key={key} href={piece}>
            {piece}
          </Anchor>
        ) : (
          piece
        ),
      )}
    </Fragment>
  ))
}

const address = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)'’”])/
const isLink = (piece: string, attendUrl: string) => piece === attendUrl || address.exec(piece)?.[0] === piece
/** The line cut at the person's own page and at every web address. */
const pieces = (line: string, attendUrl: string) =>
  line.split(attendUrl).flatMap((piece, index) => [...(index > 0 ? [attendUrl] : []), ...piece.split(address)])

export const PreviewProps = {
  ...sampleLetter,
  subject: "What to read before Thursday",
  body: "Dear Ada Example,\n\nthe foreword is on the page of the session.",
  cancelled: false,
} satisfies MessageProps
