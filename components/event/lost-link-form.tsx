import { ErrorSummary } from "@/components/ui/error-summary"
import type { Problems } from "@/lib/problems"
import { EmailField } from "./person-fields"

type Props = { event: { slug: string }; fields?: Record<string, string>; problems?: Problems }

/** Asks for the personal link again. What it answers is the same for every address. */
export function LostLinkForm({ event, fields = {}, problems = {} }: Props) {
  return (
    <form className="sheet mt-8" method="post" action={`/events/${event.slug}/lost-link/request`}>
      <ErrorSummary problems={problems} />
      <EmailField hint="The address that you registered with. If it is on the list, we send your link to it." value={fields.email} error={problems.email} />
      <button type="submit" className="button wide">
        Send me my link
      </button>
    </form>
  )
}
