import type { Attendance } from "@/lib/registrations/queries"

/** What mail the person gets, and the button that changes it. */
export function MailChoice({ attendance: { status, cancelledBy, mailStoppedAt }, token }: { attendance: Attendance; token: string }) {
  const hasCancelled = status === "cancelled"
  const whoseWord = cancelledBy === "organiser" ? "Your place is cancelled" : "You have cancelled your place"
  if (mailStoppedAt)
    return (
      <section className="sheet mt-8">
        <h2>Only what you need</h2>
        <p className="mt-2">You get no reminders or messages. {hasCancelled ? `${whoseWord}.` : "Joining details come all the same."}</p>
        <form method="post" action={`/attend/${token}/subscribe`}>
          <button type="submit" className="button wide">
            Send me reminders and messages again
          </button>
        </form>
      </section>
    )
  return (
    <section className="sheet mt-8">
      <h2>{hasCancelled ? whoseWord : "What we send you"}</h2>
      {hasCancelled ? (
        <p className="mt-2">Unless you come back, there is nothing more to send. If you do, you get reminders and messages from the organisers too.</p>
      ) : (
        <>
          <p className="mt-2">Link and passcode, and word if the session is moved or cancelled: these come in any case.</p>
          <p>Reminders, messages from the organisers, and the recording afterwards: these come unless you would rather not have them.</p>
        </>
      )}
      <form method="post" action={`/attend/${token}/unsubscribe`}>
        <button type="submit" className="button wide">
          No reminders or messages, please
        </button>
      </form>
    </section>
  )
}
