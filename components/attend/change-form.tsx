import { PersonFields } from "@/components/event/person-fields"
import { isServersToCheck, Questions } from "@/components/event/questions"
import { ErrorSummary } from "@/components/ui/error-summary"
import { Tick } from "@/components/ui/tick"
import type { Problems } from "@/lib/problems"
import type { Question } from "@/lib/questions/schema"

type Props = { token: string; host: string; questions: Question[]; fields: Record<string, string>; problems: Problems }

/** What people may change about themselves. */
export function ChangeForm({ token, host, questions, fields, problems }: Props) {
  return (
    <form className="sheet mt-8" method="post" action={`/attend/${token}/details`} noValidate={isServersToCheck(questions)}>
      <ErrorSummary problems={problems} />
      <PersonFields fields={fields} problems={problems} emailHint="We write to a new address first. It counts once you have pressed the button in that mail." />
      <Questions questions={questions} fields={fields} problems={problems} />
      <Tick name="updates" label={`Tell me about later sessions${host && ` of ${host}`}`} defaultChecked={fields.updates !== undefined} />
      <button type="submit" className="button wide">
        Save my details
      </button>
    </form>
  )
}

export const Saved = () => (
  <p className="banner" role="status">
    Saved. This is what we hold about you now.
  </p>
)

/** What is still to be done for another address to count. */
export const PendingAddress = ({ pending, current, token }: { pending: string; current: string; token: string }) => (
  <form className="banner" method="post" action={`/attend/${token}/keep-address`}>
    <p>
      We have sent a mail to <b className="break-words">{pending}</b>: open it and press the button. Until then everything goes to{" "}
      <b className="break-words">{current}</b>.
    </p>
    <button type="submit" className="button quiet mt-3 break-words">
      Keep {current}
    </button>
  </form>
)

export const NothingToChange = () => (
  <section className="sheet mt-8">
    <h2>Nothing can be changed now</h2>
    <p className="mt-2">Your place is cancelled, or the session is over or does not take place. If you come back, you can change your details again.</p>
  </section>
)
