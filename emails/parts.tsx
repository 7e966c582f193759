import { Section } from "@react-email/section"
import { Anchor, Fact, Paragraph, Small } from "./frame"

/** The facts of an event as finished words. */
export type EventFacts = {
  title: string
  host: string
  /** "Thursday 8 October 2020" */
  day: string
  /** "10:00 to 12:30, London (UTC+1)" */
  time: string
  /** "Thu 8 Oct, 10:00 London" */
  short: string
  /** "on Wednesday 7 October": when link and passcode go out. "as soon as the organisers release them" when that day has passed. */
  releaseDay: string
  /** "7 November 2020": when the data goes. */
  deletionDay: string
  pageUrl: string
}

/** The way in, as finished words. */
export type JoinFacts = { url: string; passcode: string; instructions: string }

/** `mailUrl`: the page on which the person ends reminders and messages. */
export type AttendeeLetter = { name: string; event: EventFacts; attendUrl: string; mailUrl: string }

export const sampleLetter: AttendeeLetter = {
  name: "Ada Example",
  attendUrl: "https://events.example.org/attend/sample",
  mailUrl: "https://events.example.org/attend/sample/mail",
  event: {
    title: "The Industrial Relations of Mental Health: WES Session",
    host: "Work, Employment and Society",
    day: "Thursday 8 October 2020",
    time: "10:00 to 12:30, London (UTC+1)",
    short: "Thu 8 Oct, 10:00 London",
    releaseDay: "on Wednesday 7 October",
    deletionDay: "7 November 2020",
    pageUrl: "https://events.example.org/events/industrial-relations-of-mental-health",
  },
}

export const sampleJoin: JoinFacts = {
  url: "https://webinar.example/j/9481220457",
  passcode: "482913",
  instructions: "By telephone: +44 131 496 0123, then the passcode.",
}

export const When = ({ event }: { event: EventFacts }) => (
  <Section style={{ margin: "0 0 14px" }}>
    <Fact name="When">
      {event.day}, {event.time}
    </Fact>
    <Fact name="Where">Online</Fact>
  </Section>
)

/** Link and passcode as text, so that the mail alone is enough. */
export const WayIn = ({ join }: { join: JoinFacts }) => (
  <Section style={{ backgroundColor: "#e9f1ee", borderRadius: "4px", padding: "14px 16px", margin: "0 0 16px" }}>
    <Fact name="Link">
      <Anchor href={join.url}>{join.url}</Anchor>
    </Fact>
    {join.passcode && (
      <Fact name="Passcode">
        <strong style={{ fontFamily: "ui-monospace, monospace", fontSize: "18px" }}>{join.passcode}</strong>
      </Fact>
    )}
    {join.instructions && <Paragraph>{join.instructions}</Paragraph>}
  </Section>
)

type WhyThisProps = {
  event: EventFacts
  attendUrl: string
  /** There is no place any more that could be cancelled. */
  cancelled?: boolean
  /** There is none yet. */
  waits?: boolean
  /** For letters that a person can end. */
  mailUrl?: string
}

export const WhyThis = ({ event, attendUrl, cancelled = false, waits = false, mailUrl }: WhyThisProps) => (
  <>
    {!cancelled && (
      <Small>
        Your plans changed? <Anchor href={attendUrl}>{waits ? "Leave the waiting list" : "Cancel your place"} on your own page</Anchor>
        {waits ? "." : ", so that somebody else can have it."} That page is yours: please do not pass its link on.
      </Small>
    )}
    <Small>
      You get this because this address was used to register for <Anchor href={event.pageUrl}>{event.title}</Anchor>
      {event.host && `, held by ${event.host}`}. Your name and address are deleted on {event.deletionDay}.
    </Small>
    {mailUrl && (
      <Small>
        <Anchor href={mailUrl}>No reminders or messages, please</Anchor>. Joining details come all the same.
      </Small>
    )}
  </>
)
