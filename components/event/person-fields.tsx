import { Field } from "@/components/ui/field"
import type { Problems } from "@/lib/problems"

type Props = { fields: Record<string, string>; problems: Problems; emailHint: string }

/** Who somebody is, in every form that asks for it. */
export function PersonFields({ fields, problems, emailHint }: Props) {
  return (
    <>
      <Field name="name" label="Full name" autoComplete="name" required maxLength={200} defaultValue={fields.name} error={problems.name} />
      <EmailField hint={emailHint} value={fields.email} error={problems.email} />
      <Field
        name="organisation"
        label="Organisation"
        autoComplete="organization"
        maxLength={200}
        defaultValue={fields.organisation}
        error={problems.organisation}
      />
    </>
  )
}

/** Asked once, with the reason. */
export function EmailField({ hint, value, error }: { hint: string; value: string | undefined; error: string | undefined }) {
  return (
    <Field
      name="email"
      label="Email"
      hint={hint}
      type="email"
      autoComplete="email"
      spellCheck={false}
      required
      maxLength={254}
      defaultValue={value}
      error={error}
    />
  )
}
