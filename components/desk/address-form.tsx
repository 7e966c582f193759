import { ErrorSummary } from "@/components/ui/error-summary"
import type { Problems } from "@/lib/problems"
import type { DeskRegistrant } from "@/lib/registrations/queries"
import { OthersEmail } from "./email-field"

type Props = { eventId: string; person: DeskRegistrant; fields: Record<string, string> | null; problems: Problems }

/** Another address for this person: the letters are owed to it anew. */
export function AddressForm({ eventId, person, fields, problems }: Props) {
  return (
    <details className="mt-10" open={fields !== null}>
      <summary className="cursor-pointer underline">Correct the address</summary>
      <form className="mt-3 max-w-xl" method="post" action={`/admin/events/${eventId}/registrants/${person.id}/address`}>
        <ErrorSummary problems={problems} />
        <OthersEmail
          hint="The confirmation goes to it at once, with the link if it is out. The earlier personal link opens nothing any more."
          value={fields?.email ?? person.email}
          error={problems.email}
        />
        <button type="submit" className="button quiet mt-4">
          Correct the address
        </button>
      </form>
    </details>
  )
}
