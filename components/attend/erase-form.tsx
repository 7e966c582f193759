import { ErrorSummary } from "@/components/ui/error-summary"
import { Tick } from "@/components/ui/tick"
import type { Problems } from "@/lib/problems"

/** The word that deletes it all, at once. */
export function EraseForm({ token, problems }: { token: string; problems: Problems }) {
  return (
    <form className="sheet mt-10" id="erase" method="post" action={`/attend/${token}/erase`}>
      <ErrorSummary problems={problems} />
      <h2>Delete everything now</h2>
      <p className="mt-2">
        Your place goes to whoever is next, and the links in our mails no longer work. It cannot be undone. A last mail tells you that it is done.
      </p>
      <Tick name="sure" label="Delete my registration and everything above" required error={problems.sure} />
      <button type="submit" className="button quiet danger wide">
        Delete it
      </button>
    </form>
  )
}
