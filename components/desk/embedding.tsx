import { CopyButton } from "@/components/attend/copy-button"
import { Field } from "@/components/ui/field"

/** The sites, one a line. */
export function OriginsField({ value, error }: { value: string | undefined; error: string | undefined }) {
  return (
    <Field
      name="embedOrigins"
      label="Other sites with the form"
      hint="Sites that may show the registration form in a frame, or have a form of their own that posts here: one a line, like https://www.example.org. When it is saved, what to put there stands below."
      rows={3}
      maxLength={4000}
      spellCheck={false}
      defaultValue={value}
      error={error}
    />
  )
}

type Props = { origins: string[]; frame: string; form: string }

/** What the sites on the event's list put into their pages, to copy. */
export function Embedding({ origins, frame, form }: Props) {
  if (origins.length === 0) return null
  return (
    <section className="sheet max-w-3xl" id="embedding">
      <h2>The form on other sites</h2>
      <p className="mt-2">For pages of {origins.join(", ")}. On any other site the frame stays empty and a form is refused.</p>
      <Snippet label="The form in a frame" code={frame} />
      <p className="note mt-2">The answer stands in the frame too. Give it enough height: it scrolls inside when it is too low.</p>
      <Snippet label="A form of the site’s own" code={form} />
      <p className="note mt-2">
        It leads to this site. The names of the fields must stay. When the questions of the event change, copy it again. For the list to say where people came
        from, put &amp;ref= and a word behind the frame’s address, or a hidden field ref into the form.
      </p>
    </section>
  )
}

function Snippet({ label, code }: { label: string; code: string }) {
  return (
    <>
      <h3 className="label mt-6">{label}</h3>
      <pre className="mt-2 whitespace-pre-wrap wrap-anywhere text-[length:var(--s-1)]">
        <code>{code}</code>
      </pre>
      <p className="mt-2">
        <CopyButton label={label} value={code} />
      </p>
    </>
  )
}
