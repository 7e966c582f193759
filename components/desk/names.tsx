import { Table } from "@/components/ui/table"
import type { Name } from "@/lib/registrations/names"
import { type Counts, filterQuery, type RegistrantFilter, seenTabs, tabs } from "@/lib/registrations/rules"
import { clockTime, stamp } from "@/lib/time"

type Props = { filter: RegistrantFilter; counts: Counts; countedAt: Date | null; people: Name[]; next: RegistrantFilter["after"]; zone: string }

/** Who is on the list, for those who see no addresses. */
export function Names({ filter, counts, countedAt, people, next, zone }: Props) {
  return (
    <>
      <nav className="steps mt-6" aria-label="Status">
        {seenTabs.map((tab) => (
          <a key={tab} href={filterQuery(filter, { tab })} aria-current={tab === filter.tab ? "page" : undefined}>
            {tabs[tab]} {counts[tab].toLocaleString("en-GB")}
          </a>
        ))}
      </nav>
      {countedAt && <p className="note mt-2">So many people take a while to count: these numbers are as of {clockTime(countedAt, zone)}.</p>}
      <form className="mt-4 flex flex-wrap items-end gap-3" method="get">
        <input type="hidden" name="tab" value={filter.tab} />
        <div className="grow max-w-md">
          <label htmlFor="search" className="mt-0">
            Search
          </label>
          <input type="search" id="search" name="search" defaultValue={filter.search} placeholder="Name or organisation" maxLength={200} />
        </div>
        <button type="submit" className="button quiet">
          Search
        </button>
      </form>
      {people.length === 0 ? (
        <p className="mt-8">Nobody is here yet, or nobody fits the search.</p>
      ) : (
        <Table
          label="Registrants"
          columns={["Name", "Organisation", "Status", "Registered"]}
          rows={people.map(({ id, name, organisation, status, registeredAt }) => ({
            key: id,
            cells: { Name: name, Organisation: organisation, Status: status, Registered: stamp(registeredAt, zone) },
          }))}
        />
      )}
      {next && (
        <p className="mt-6">
          <a className="button quiet" href={filterQuery(filter, { after: next })}>
            Next page
          </a>
        </p>
      )}
    </>
  )
}
