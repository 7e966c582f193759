import type { Registrant } from "@/lib/registrations/list"
import { actLabels, actsFor, filterQuery, people as peopleWords, type RegistrantFilter } from "@/lib/registrations/rules"
import { RegistrantTable } from "./registrant-table"

type Props = {
  eventId: string
  filter: RegistrantFilter
  people: Registrant[]
  next: RegistrantFilter["after"]
  zone: string
  /** How many the filter fits, counted as far as `most`. */
  matching: number
  most: number
  linkOf: (person: Registrant) => string
}

const number = (count: number) => count.toLocaleString("en-GB")

/** The page of people with a box before each, and what can be done with those that are ticked, or with everybody who fits. */
export function RegistrantList({ eventId, filter, people, next, zone, matching, most, linkOf }: Props) {
  if (people.length === 0) return <p className="mt-8">Nobody is here yet, or nobody fits the search.</p>
  return (
    <form className="mt-6" method="get" action={`/admin/events/${eventId}/registrants/act`}>
      <input type="hidden" name="tab" value={filter.tab} />
      <input type="hidden" name="search" value={filter.search} />
      {filter.search && (
        <p>
          {matching >= most
            ? `More than ${number(most - 1)} people fit the search.`
            : `${peopleWords(matching)} ${matching === 1 ? "fits" : "fit"} the search.`}
        </p>
      )}
      <RegistrantTable eventId={eventId} people={people} shown={filter.columns} zone={zone} linkOf={linkOf} />
      <fieldset className="sheet mt-6">
        <legend className="sr-only">What to do</legend>
        <label className="tick mt-0">
          <input type="radio" name="who" value="ticked" defaultChecked />
          <span>Those that I have ticked</span>
        </label>
        <label className="tick">
          <input type="radio" name="who" value="all" disabled={matching >= most} />
          <span>{matching >= most ? `All that match: too many to do at once, ${number(most - 1)} at most` : `All ${number(matching)} that match`}</span>
        </label>
        <div className="mt-4 flex flex-wrap gap-3">
          {actsFor(filter.tab).map((act) => (
            <button key={act} type="submit" name="act" value={act} className={act === "erase" ? "button quiet danger" : "button quiet"}>
              {actLabels[act]} …
            </button>
          ))}
        </div>
      </fieldset>
      <p className="mt-6 flex flex-wrap gap-3">
        {next && (
          <a className="button quiet" href={filterQuery(filter, { after: next })}>
            Next page
          </a>
        )}
        {filter.after && (
          <a className="button quiet" href={filterQuery(filter)}>
            Newest
          </a>
        )}
      </p>
    </form>
  )
}
