import { type Tab, tabNames } from "@/lib/registrations/schema"

type Props = { eventId: string; tab: Tab; search: string | undefined; counts: Record<Tab, number> }

const labels: Record<Tab, string> = { registered: "Registered", waiting: "Waiting", cancelled: "Cancelled", joined: "Joined" }

/** Tabs with counts, search, and the list as a file. The address holds the filter, so it can be shared. */
export function RegistrantFilterBar({ eventId, tab, search, counts }: Props) {
  const query = (changes: Record<string, string>) => `?${new URLSearchParams({ tab, ...(search && { search }), ...changes })}`
  return (
    <>
      <nav className="steps mt-6" aria-label="Status">
        {tabNames.map((name) => (
          <a key={name} href={query({ tab: name })} aria-current={name === tab ? "page" : undefined}>
            {labels[name]} {counts[name].toLocaleString("en-GB")}
          </a>
        ))}
      </nav>
      <form className="mt-4 flex flex-wrap items-end gap-3" method="get">
        <input type="hidden" name="tab" value={tab} />
        <div className="grow max-w-md">
          <label htmlFor="search" className="mt-0">
            Search
          </label>
          <input type="search" id="search" name="search" defaultValue={search} placeholder="Name, address or @domain" maxLength={200} />
        </div>
        <button type="submit" className="button quiet">
          Search
        </button>
        <a className="button quiet" href={`/admin/events/${eventId}/registrants/export${query({})}`}>
          Download CSV
        </a>
      </form>
    </>
  )
}
