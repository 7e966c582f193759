import { Field } from "@/components/ui/field"

/** The address of somebody else: a browser must not fill in its own person's. */
export function OthersEmail({ hint, value, error }: { hint: string; value: string | undefined; error: string | undefined }) {
  return (
    <Field
      name="email"
      label="Email"
      hint={hint}
      inputMode="email"
      spellCheck={false}
      autoComplete="off"
      required
      maxLength={254}
      defaultValue={value}
      error={error}
    />
  )
}
