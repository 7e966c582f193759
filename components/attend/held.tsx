import type { ReactNode } from "react"
import { Table } from "@/components/ui/table"
import { sayAct } from "@/lib/audit/rules"
import { labelOf } from "@/lib/deliveries/rules"
import type { Held } from "@/lib/registrations/held"
import { plainDate, stamp } from "@/lib/time"

type Props = { held: Held; zone: string }

/** Everything that is held about a person, to be read. */
export function HeldPage({ held, zone, token }: Props & { token: string }) {
  return (
    <>
      <p className="mt-4">
        This is what the site keeps about you. It is deleted by itself on {plainDate(held.deletedByItselfAt, zone)}. You can{" "}
        <a href={`/attend/${token}/change`}>change your details</a>, <a href={`/attend/${token}/data/download`}>download this as a file</a>, or{" "}
        <a href="#erase">delete it</a>.
      </p>
      <You held={held} zone={zone} />
      {held.answers.length > 0 && <Facts title="Your answers" facts={held.answers.map(({ question, answer }) => [question, answer])} />}
      <h2>Our mail to you</h2>
      <Letters held={held} zone={zone} />
      <Moments title="When you pressed Join" none="Not yet." moments={held.joins.map((at) => stamp(at, zone))} />
      {held.addressChanges.length > 0 && <Moments title="Addresses that you asked for" moments={held.addressChanges.map((asked) => sayAsked(asked, zone))} />}
      {held.organisersActs.length > 0 && (
        <Moments title="What the organisers did" moments={held.organisersActs.map(({ at, act, detail }) => `${stamp(at, zone)}: ${sayAct(act, detail)}`)} />
      )}
    </>
  )
}

const statuses = { registered: "You have a place", waiting: "On the waiting list", offered: "A place is kept for you", cancelled: "Cancelled" }
const cancellers: Record<string, string> = { organiser: "by the organisers", lapse: "because an offer ran out" }

function You({ held: { registration: person }, zone }: Props) {
  const when = (moment: Date | null) => (moment ? stamp(moment, zone) : null)
  const facts: [string, string | null][] = [
    ["Full name", person.name],
    ["Email", person.email],
    ["Organisation", person.organisation || "none"],
    ["News of later sessions", person.updates ? "yes, please" : "no"],
    ["Status", statuses[person.status]],
    ["Registered", when(person.registeredAt)],
    ["Place kept until", when(person.offeredUntil)],
    ["Cancelled", person.cancelledAt && `${when(person.cancelledAt)} ${cancellers[person.cancelledBy ?? ""] ?? "by you"}`],
    ["First joined", when(person.joinedAt)],
    ["Mail came back", when(person.bouncedAt)],
    ["No reminders or messages since", when(person.mailStoppedAt)],
    ["Where you came from", person.source || "not known"],
    ["The organisers’ note", person.note || "none"],
    ["Privacy notice when you registered", person.noticeEdition === null ? "not kept" : `edition ${person.noticeEdition}, in the file`],
    ["Number of your registration", `${person.id}, round ${person.round}, link ${person.tokenVersion}`],
  ]
  return <Facts title="You" facts={facts} />
}

/** What is not so is left out. */
const Facts = ({ title, facts }: { title: string; facts: [string, string | null][] }) => (
  <>
    <h2>{title}</h2>
    <dl className="answers">
      {facts.map(
        ([name, words], index) =>
          words !== null && (
            // biome-ignore lint/suspicious/noArrayIndexKey: two questions may have the same words, and the list never changes
            <div key={index}>
              <dt>{name}</dt>
              <dd className="whitespace-pre-line break-words">{words}</dd>
            </div>
          ),
      )}
    </dl>
  </>
)

const Moments = ({ title, none, moments }: { title: string; none?: string; moments: string[] }) => (
  <>
    <h2>{title}</h2>
    {moments.length === 0 && <p>{none}</p>}
    <ul>
      {moments.map((moment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike, and the list never changes
        <li key={index} className="break-words">
          {moment}
        </li>
      ))}
    </ul>
  </>
)

function sayAsked({ from, to, askedAt, provenAt }: Held["addressChanges"][number], zone: string): string {
  return `${stamp(askedAt, zone)}: from ${from} to ${to}, ${provenAt ? `confirmed ${stamp(provenAt, zone)}` : "not confirmed"}`
}

const states: Record<string, string> = { queued: "waits", sending: "on its way", data: "on its way", sent: "sent", failed: "failed", withheld: "not sent" }

function Letters({ held: { letters }, zone }: Props) {
  const rows = letters.map(({ kind, owedAt, sentAt, to, state, reason, smtpReply }, index) => {
    const cells: Record<"Letter" | "When" | "To" | "State" | "What the server said", ReactNode> = {
      Letter: labelOf(kind),
      When: stamp(sentAt ?? owedAt, zone),
      To: <span className="break-words">{to ?? "nobody yet"}</span>,
      State: `${states[state] ?? state}${reason ? `: ${reason}` : ""}`,
      "What the server said": smtpReply ?? "nothing",
    }
    return { key: String(index), cells }
  })
  return <Table label="Our mail to you" columns={["Letter", "When", "To", "State", "What the server said"]} rows={rows} />
}
