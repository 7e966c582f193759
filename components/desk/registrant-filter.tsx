import { type Column, type Counts, columns, filterQuery, isColumn, isTab, type RegistrantFilter, tabs } from "@/lib/registrations/rules"
import { clockTime } from "@/lib/time"

type Props = { eventId: string; filter: RegistrantFilter; counts: Counts; countedAt: Date | null; zone: string }

/** Tabs with counts, search, columns, and the list as a file. The address holds the filter, so it can be shared. */
export function RegistrantFilterBar({ eventId, filter, counts, countedAt, zone }: Props) {
  const room = `/admin/events/${eventId}/registrants`
  return (
    <>
      <nav className="steps mt-6" aria-label="Status">
        {Object.entries(tabs).map(([tab, label]) => (
          <a key={tab} href={isTab(tab) ? filterQuery(filter, { tab }) : ""} aria-current={tab === filter.tab ? "page" : undefined}>
            {label} {isTab(tab) && counts[tab].toLocaleString("en-GB")}
          </a>
        ))}
      </nav>
      {countedAt && <p className="note mt-2">So many people take a while to count: these numbers are as of {clockTime(countedAt, zone)}.</p>}
      <form className="mt-4" method="get">
        <input type="hidden" name="tab" value={filter.tab} />
        <div className="flex flex-wrap items-end gap-3">
          <div className="grow max-w-md">
            <label htmlFor="search" className="mt-0">
              Search
            </label>
            <input type="search" id="search" name="search" defaultValue={filter.search} placeholder="Name, address, @domain or organisation" maxLength={200} />
          </div>
          <button type="submit" className="button quiet">
            Search
          </button>
        </div>
        <ColumnChoice chosen={filter.columns} />
      </form>
      <p className="mt-4 flex flex-wrap gap-x-5 gap-y-2">
        <a href={`${room}/new`}>Add somebody</a>
        <a href={`${room}/import`}>Import a list</a>
        <a href={`${room}/export${filterQuery(filter)}`}>Download CSV</a>
        <a href={`${room}/export-xlsx${filterQuery(filter)}`}>Download XLSX</a>
        <a href={`${room}/print${filterQuery(filter)}`}>Print</a>
      </p>
    </>
  )
}

function ColumnChoice({ chosen }: { chosen: readonly Column[] }) {
  return (
    <details className="mt-3">
      <summary className="cursor-pointer underline">Columns</summary>
      <fieldset className="mt-2">
        <legend className="sr-only">Columns of the list and of the files</legend>
        <div className="flex flex-wrap gap-x-6">
          {Object.entries(columns).map(([column, label]) => (
            <label key={column} className="tick">
              <input type="checkbox" name="columns" value={column} defaultChecked={isColumn(column) && chosen.includes(column)} />
              <span>{label}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </details>
  )
}
