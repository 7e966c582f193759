import { Table } from "@/components/ui/table"
import type { Sending } from "@/lib/events/desk"
import { people } from "@/lib/registrations/rules"
import { howLong, longDay, timeSpan } from "@/lib/time"
import { ActionButton } from "./button"

/** Step 6: whose letter has not gone and why, another try, and what to do by hand. */
export function After({ sending }: { sending: Sending }) {
  const { event, unsent, progress, server } = sending
  const given = unsent.filter(({ state, tries }) => state !== "queued" || tries > 0)
  const isHeldUp = server.trouble !== null || event.mailPausedAt !== null
  if (!progress || unsent.length === 0 || (given.length === 0 && !isHeldUp)) return null
  const stuck = given.filter(({ state }) => state !== "queued").length
  return (
    <section id="after">
      <h2>{given.length > 0 ? "Not sent" : "If it cannot wait"}</h2>
      {given.length > 0 && <NotSent given={given} event={event} />}
      {stuck > 0 && (
        <div className="mt-5">
          <ActionButton action={`/admin/events/${event.id}/send/retry`}>Try {people(stuck)} again</ActionButton>
        </div>
      )}
      {event.joinVersion === event.joinReleasedVersion && <ByHand sending={sending} />}
    </section>
  )
}

function NotSent({ given, event }: { given: Sending["unsent"]; event: Sending["event"] }) {
  return (
    <Table
      label="People whose letter has not gone"
      columns={["Name", "Email", "What the server said", "State"]}
      rows={given.map((person) => ({
        key: person.id,
        cells: {
          Name: <a href={`/admin/events/${event.id}/registrants/${person.id}`}>{person.name}</a>,
          Email: person.email,
          "What the server said": person.smtpReply,
          State: <span className={person.state === "queued" ? "tag" : "tag warn"}>{stateWords(person, event.now)}</span>,
        },
      }))}
    />
  )
}

function stateWords({ state, reason, tries, runAt }: Sending["unsent"][number], now: Date): string {
  if (state !== "queued") return reason ?? state
  const ahead = runAt.getTime() - now.getTime()
  return ahead > 0 ? `trying again in ${howLong(ahead)}, ${tries} of 12` : "waiting"
}

/** When the mail server fails altogether: the addresses and the text to send from elsewhere, and the word that it was done, so that the books stay right. */
function ByHand({ sending: { event, unsent } }: { sending: Sending }) {
  const text = [
    event.title,
    `${longDay(event.startsAt, event.timeZone)}, ${timeSpan(event.startsAt, event.endsAt, event.timeZone)}`,
    "",
    `Link: ${event.joinUrl}`,
    ...(event.passcode ? [`Passcode: ${event.passcode}`] : []),
    ...(event.joinInstructions ? ["", event.joinInstructions] : []),
  ]
  return (
    <details className="mt-5">
      <summary className="cursor-pointer underline">Send it by hand instead</summary>
      <p className="mt-3">
        {!event.mailPausedAt && "Pause the mail first, so that nobody is mailed twice. "}Write to these {people(unsent.length)} from your own mail program, with
        the addresses in the blind copy field.{unsent.length === 1000 && " There are more: mark these as sent, and the next come."}
      </p>
      <label htmlFor="addresses">Addresses</label>
      <textarea id="addresses" rows={4} readOnly defaultValue={unsent.map(({ email }) => email).join(", ")} />
      <label htmlFor="text">Text</label>
      <textarea id="text" rows={6} readOnly defaultValue={text.join("\n")} />
      <form method="post" action={`/admin/events/${event.id}/send/by-hand`} className="mt-4">
        <input type="hidden" name="letters" value={unsent.map(({ letter }) => letter).join(" ")} />
        <button type="submit" className="button quiet">
          Mark {people(unsent.length)} as sent by hand
        </button>
      </form>
    </details>
  )
}
