import { Table } from "@/components/ui/table"
import { answersInWords } from "@/lib/answers/rules"
import { labelOf } from "@/lib/deliveries/rules"
import type { StoryLetter } from "@/lib/deliveries/story"
import type { Question } from "@/lib/questions/schema"
import type { DeskRegistrant } from "@/lib/registrations/queries"
import { stamp } from "@/lib/time"

const states: Record<string, string> = { queued: "waiting", sending: "on its way", data: "on its way", sent: "sent", failed: "failed", withheld: "not sent" }

/** Who cancelled, if it was not the person. */
function whoseWord(cancelledBy: string | null): string {
  if (cancelledBy === "lapse") return ": the offer was not taken in time"
  return cancelledBy === "organiser" ? " by an organiser" : ""
}

/** One person's whole story: registered, what they answered, every mail with its server's answer, joined. */
export function Story({ person, letters, questions, zone }: { person: DeskRegistrant; letters: StoryLetter[]; questions: Question[]; zone: string }) {
  const answers = answersInWords(questions, person.answers)
  return (
    <>
      <dl className="facts mt-6">
        <dt>Email</dt>
        <dd className="break-all">
          {person.email} {person.bouncedAt && <span className="tag warn">bounced {stamp(person.bouncedAt, zone)}</span>}
        </dd>
        {person.organisation && (
          <>
            <dt>Organisation</dt>
            <dd>{person.organisation}</dd>
          </>
        )}
        <dt>Status</dt>
        <dd>
          {person.status}
          <small>
            since {stamp(person.registeredAt, zone)}
            {person.offeredUntil && `, a place is kept until ${stamp(person.offeredUntil, zone)}`}
            {person.cancelledAt && `, cancelled ${stamp(person.cancelledAt, zone)}${whoseWord(person.cancelledBy)}`}
          </small>
        </dd>
        {person.note && (
          <>
            <dt>Note</dt>
            <dd className="whitespace-pre-line">{person.note}</dd>
          </>
        )}
        <dt>Joined</dt>
        <dd>{person.joinedAt ? stamp(person.joinedAt, zone) : "not yet"}</dd>
        {person.mailStoppedAt && (
          <>
            <dt>Mail</dt>
            <dd>Wants no reminders or messages since {stamp(person.mailStoppedAt, zone)}. Joining details go all the same.</dd>
          </>
        )}
        {person.source && (
          <>
            <dt>Came from</dt>
            <dd className="break-all">{person.source}</dd>
          </>
        )}
      </dl>
      {answers.length > 0 && <h2>Answers</h2>}
      {answers.length > 0 && (
        <dl className="answers">
          {answers.map(({ id, label, words }) => (
            <div key={id}>
              <dt>{label}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
      <h2>Mail</h2>
      <Table
        label="Mail to this person"
        columns={["Letter", "When", "State", "What the server said"]}
        rows={letters.map((letter) => ({ key: letter.id, cells: letterCells(letter, zone) }))}
      />
    </>
  )
}

function letterCells(letter: StoryLetter, zone: string) {
  return {
    Letter: (
      <>
        {labelOf(letter.kind)}
        <small>{letter.joinVersion !== null && `with version ${letter.joinVersion} of the link`}</small>
      </>
    ),
    When: stamp(letter.sentAt ?? letter.createdAt, zone),
    State: (
      <>
        <span className={letter.state === "failed" ? "tag warn" : "tag"}>{states[letter.state] ?? letter.state}</span>
        <small>
          {letter.reason}
          {letter.state === "queued" && letter.tries > 0 && `again ${stamp(letter.runAt, zone)}, ${letter.tries} of 12 tries used`}
          {letter.possiblyTwice > 0 &&
            ` possibly twice: the connection or the mailer broke off ${letter.possiblyTwice === 1 ? "once" : `${letter.possiblyTwice} times`} while it was on its way`}
        </small>
      </>
    ),
    "What the server said": (
      <>
        {letter.smtpReply}
        {letter.recipient && <small className="break-all">to {letter.recipient}</small>}
      </>
    ),
  }
}
