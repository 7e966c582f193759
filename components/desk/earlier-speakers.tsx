import type { EarlierSpeaker } from "@/lib/speakers/queries"

/** Somebody who spoke before need not be typed again. */
export function EarlierSpeakers({ people, chosen }: { people: EarlierSpeaker[]; chosen: string | undefined }) {
  if (people.length === 0) return null
  return (
    <form method="get" className="mt-6 flex flex-wrap items-end gap-3">
      <div className="min-w-0 max-w-full">
        <label htmlFor="from">Somebody who spoke before</label>
        <select id="from" name="from" defaultValue={chosen}>
          {people.map(({ id, name, affiliation }) => (
            <option key={id} value={id}>
              {[name, affiliation].filter(Boolean).join(", ")}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" className="button quiet">
        Take over
      </button>
    </form>
  )
}
