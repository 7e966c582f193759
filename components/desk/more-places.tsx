import { Field } from "@/components/ui/field"
import { people } from "@/lib/registrations/rules"

type Props = { eventId: string; typed: string | undefined; problem: string | undefined }

/** Places by hand for those who wait: in their order, since nobody jumps the line. */
export function MorePlaces({ eventId, typed, problem }: Props) {
  return (
    <form className="mt-6 flex flex-wrap items-end gap-3" method="post" action={`/admin/events/${eventId}/registrants/more-places`}>
      <Field name="places" label="More places for the waiting list" inputMode="numeric" required maxLength={4} defaultValue={typed ?? "1"} error={problem} />
      <button type="submit" className="button quiet">
        Add, and offer to whoever is next
      </button>
    </form>
  )
}

/** What adding came to. */
export function MorePlacesDone({ done }: { done: { places: number; offered: number } | null }) {
  if (!done) return null
  const { places, offered } = done
  return (
    <p className="banner" role="status">
      {places === 1 ? "1 place is" : `${places.toLocaleString("en-GB")} places are`} added. {people(offered)} {offered === 1 ? "is" : "are"} mailed the offer.
    </p>
  )
}
