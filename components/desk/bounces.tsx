import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import { mostPasted } from "@/lib/deliveries/schema"
import type { Problems } from "@/lib/problems"

/** A mail that came back, pasted by hand. */
export function PasteForm({ fields, problems }: { fields: Record<string, string> | null; problems: Problems }) {
  return (
    <form className="sheet max-w-3xl" method="post" action="/admin/bounces/paste">
      <ErrorSummary problems={problems} />
      <h2>By hand</h2>
      <p className="mt-2">
        Mail servers take a letter first and sometimes find out later that nobody is there. Then a report comes back. Paste it here, and the letter is marked as
        failed and the address as bounced.
      </p>
      <Field
        name="mail"
        label="The mail that came back"
        hint={`Its whole source, with all headers: mail programs call this “Show original” or “View source”. At most ${mostPasted.toLocaleString("en-GB")} characters: leave out the end of a longer one, since what counts comes first.`}
        rows={12}
        required
        spellCheck={false}
        maxLength={mostPasted}
        defaultValue={fields?.mail}
        error={problems.mail}
      />
      <button type="submit" className="button mt-6">
        Read this mail
      </button>
    </form>
  )
}

/** The address at which a mail system hands in what came back. */
export function BounceDoor({ address }: { address: string }) {
  return (
    <section className="sheet max-w-3xl">
      <h2>By itself</h2>
      <p className="mt-2">
        Let your mail system pipe what comes back to the sender’s address into this command. The address in it is a secret: whoever knows it can mark letters as
        failed.
      </p>
      <pre className="mt-4 whitespace-pre-wrap break-all">
        <code>{`curl --fail --silent --retry 5 --data-binary @- -H 'Content-Type: message/rfc822' '${address}'`}</code>
      </pre>
    </section>
  )
}
