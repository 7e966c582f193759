import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import type { Problems } from "@/lib/problems"
import { OthersEmail } from "./email-field"

/** Adds somebody by hand: who telephoned, or whose browser would not. */
export function AddForm({ eventId, fields, problems }: { eventId: string; fields: Record<string, string>; problems: Problems }) {
  const field = (name: string) => ({ name, defaultValue: fields[name], error: problems[name] })
  return (
    <form className="mt-6 max-w-xl" method="post" action={`/admin/events/${eventId}/registrants/add`} autoComplete="off">
      <ErrorSummary problems={problems} />
      <Field {...field("name")} label="Full name" required maxLength={200} />
      <OthersEmail hint="The confirmation goes to it at once, with the link if it is out." value={fields.email} error={problems.email} />
      <Field {...field("organisation")} label="Organisation" maxLength={200} />
      <p className="note mt-4">Tell the person that you put their name and address here. What happens with both is in the letter that they get.</p>
      <button type="submit" className="button mt-4">
        Add and mail them
      </button>
    </form>
  )
}
