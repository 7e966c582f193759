import { Choice } from "@/components/ui/choice"
import { Field } from "@/components/ui/field"
import { Table } from "@/components/ui/table"
import type { Entry } from "@/lib/audit/queries"
import { actKinds, sayAct } from "@/lib/audit/rules"
import type { AuditFilter } from "@/lib/audit/schema"
import type { EventChoice } from "@/lib/team/queries"
import { placeOfZone, stamp } from "@/lib/time"
import { eventOptions } from "./team/options"

type Props = {
  page: string
  filter: AuditFilter
  /** Times are as its clocks show them. */
  zone: string
  entries: Entry[]
  next: string | null
  /** To choose from. Left out on the page of one event. */
  events?: EventChoice[]
}

/** Who did what, when. The address holds the filter, so it can be shared. */
export function Audit({ page, filter, zone, entries, next, events }: Props) {
  const { after: _, ...kept } = events ? filter : { ...filter, event: undefined }
  const query = (changes: AuditFilter = {}) => {
    const pairs = Object.entries({ ...kept, ...changes }).flatMap(([name, value]) => (value ? [[name, value]] : []))
    return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ""
  }
  return (
    <>
      <form className="mt-6 flex flex-wrap items-end gap-3" method="get">
        {events && <Choice name="event" label="Event" options={[["", "All"], ...eventOptions(events)]} defaultValue={filter.event} />}
        <Choice name="kind" label="About" options={[["", "Everything"], ...Object.entries(actKinds)]} defaultValue={filter.kind} />
        <Field name="who" label="Who" hint="An address, or - for the site itself" maxLength={254} spellCheck={false} defaultValue={filter.who} />
        <Field name="from" label="From" type="date" defaultValue={filter.from} />
        <Field name="to" label="To" type="date" defaultValue={filter.to} />
        <button type="submit" className="button quiet">
          Show
        </button>
        <a className="button quiet" href={`${page}/export${query()}`}>
          Download CSV
        </a>
      </form>
      <p className="note mt-4">Times are as the clocks of {placeOfZone(zone)} show them. Downloads, and looks at link and passcode, are written down too.</p>
      {entries.length === 0 ? (
        <p className="mt-6">Nothing is written down that fits.</p>
      ) : (
        <Table
          label="Record"
          columns={events ? ["When", "Who", "What", "Event"] : ["When", "Who", "What"]}
          rows={entries.map((entry) => ({
            key: entry.id,
            cells: {
              When: stamp(entry.at, zone),
              Who: <a href={`${page}${query({ who: entry.email ?? "-" })}`}>{entry.email ?? "the site"}</a>,
              What: sayAct(entry.act, entry.detail),
              Event: entry.eventId && <a href={`${page}${query({ event: entry.eventId })}`}>{entry.title ?? "one that is gone"}</a>,
            },
          }))}
        />
      )}
      {next && (
        <p className="mt-6">
          <a className="button quiet" href={`${page}${query({ after: next })}`}>
            Next page
          </a>
        </p>
      )}
    </>
  )
}
