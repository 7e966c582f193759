import { LetterPreview } from "@/components/desk/letter-preview"
import { Refresh } from "@/components/ui/refresh"
import { type TestStanding, testStanding } from "@/lib/deliveries/rules"
import type { Preparation } from "@/lib/events/desk"
import { stamp } from "@/lib/time"
import { ActionButton } from "./button"

/** Step 3: the very letter of a chosen person, and a test to the organiser. */
export function Check({ preparation, email }: { preparation: Preparation; email: string }) {
  const { event, letter, reader, readers, test } = preparation
  const standing = testStanding(event, test)
  return (
    <section id="check">
      <h2>3. Check</h2>
      {letter && reader ? (
        <>
          <form method="get" action="#check" className="mt-2 flex flex-wrap items-end gap-3">
            <div className="min-w-0 max-w-full">
              <label htmlFor="person">The mail as this person will get it</label>
              <select id="person" name="person" defaultValue={reader.id}>
                {readers.map(({ id, name, email }) => (
                  <option key={id} value={id}>
                    {name} ({email})
                  </option>
                ))}
              </select>
            </div>
            <button type="submit" className="button quiet">
              Show
            </button>
          </form>
          <LetterPreview letter={letter} />
          <p className="mt-3">
            <a href={`/admin/events/${event.id}/send/preview?person=${reader.id}`}>Save it as it will leave</a>, to open in your mail program.
          </p>
        </>
      ) : (
        <p className="mt-2">Nobody is registered yet, so there is no letter to show. A test shows you what it will look like.</p>
      )}
      <h3 className="mt-8">A test to yourself</h3>
      {standing === "on its way" && <Refresh seconds={1} isQuiet />}
      <p className="mt-2" role="status">
        <TestState preparation={preparation} standing={standing} />
      </p>
      <div className="mt-3 flex flex-wrap gap-3">
        <ActionButton action={`/admin/events/${event.id}/send/test`}>
          {test ? "Send another test" : "Send a test"} to {email}
        </ActionButton>
        {standing === "not read" && <ActionButton action={`/admin/events/${event.id}/send/confirm-test`}>It arrived, and the link opens</ActionButton>}
      </div>
    </section>
  )
}

function TestState({ preparation: { event, test }, standing }: { preparation: Preparation; standing: TestStanding }) {
  if (!test) return "One test must go before everybody gets the letter: once for each event."
  const taken = `The mail server took the test to ${test.email} on ${stamp(test.sentAt ?? test.createdAt, event.timeZone)}: “${test.smtpReply}”.`
  if (standing === "failed") return `The test to ${test.email} did not go: “${test.smtpReply ?? "it was withheld"}”. Send another.`
  if (standing === "on its way")
    return (
      <>
        The test to {test.email} is on its way{test.smtpReply && `: “${test.smtpReply}”`}. <a href={`/admin/events/${event.id}/send`}>Look again</a> in a
        moment.
      </>
    )
  if (standing === "outdated") return `${taken} It had version ${test.version} of the link; now there is version ${event.joinVersion}. Send another.`
  if (standing === "not read" || !event.testConfirmedAt) return `${taken} Open it, press its link, and say here that it arrived.`
  return `${taken} You said on ${stamp(event.testConfirmedAt, event.timeZone)} that it arrived and that its link opens.`
}
