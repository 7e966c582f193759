import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import type { Problems } from "@/lib/problems"

type Props = { action: string; values: Record<string, string>; problems: Problems }

export function SpeakerForm({ action, values, problems }: Props) {
  return (
    <form className="sheet mt-8 max-w-3xl" method="post" action={action}>
      <ErrorSummary problems={problems} />
      <Field name="name" label="Name" required maxLength={200} defaultValue={values.name} error={problems.name} />
      <Field
        name="role"
        label="Role"
        hint="Chair, Speaker, Discussant. “Speaker” is not shown beside the name: it goes without saying."
        required
        maxLength={60}
        list="roles"
        defaultValue={values.role ?? "Speaker"}
        error={problems.role}
      />
      <datalist id="roles">
        {["Chair", "Speaker", "Discussant", "Host"].map((role) => (
          <option key={role} value={role} />
        ))}
      </datalist>
      <Field name="affiliation" label="Affiliation" maxLength={300} defaultValue={values.affiliation} error={problems.affiliation} />
      <Field name="topic" label="Topic" hint="The title of the talk." maxLength={300} defaultValue={values.topic} error={problems.topic} />
      <Field name="bio" label="About this person" hint="In Markdown." rows={8} maxLength={5000} defaultValue={values.bio} error={problems.bio} />
      <Field
        name="links"
        label="Links"
        hint="One a line: words, then the address. “Home page https://example.org/ada”"
        rows={3}
        maxLength={2000}
        spellCheck={false}
        defaultValue={values.links}
        error={problems.links}
      />
      <button type="submit" className="button mt-6">
        Save the speaker
      </button>
    </form>
  )
}
