import type { ReactNode } from "react"
import { Table } from "@/components/ui/table"
import type { Registrant } from "@/lib/registrations/list"
import { type Column, columns } from "@/lib/registrations/rules"
import { stamp } from "@/lib/time"

const states: Record<string, string> = { queued: "waiting", sending: "on its way", data: "on its way", sent: "sent", failed: "failed", withheld: "withheld" }

function joinWords({ joinState, joinVersion }: Registrant): string {
  if (joinState === "sent") return joinVersion ? `sent, v${joinVersion}` : ""
  return joinState === null ? "" : (states[joinState] ?? "")
}

const cells: Record<Column, (person: Registrant, zone: string) => ReactNode> = {
  email: ({ email }) => email,
  organisation: ({ organisation }) => organisation,
  status: ({ status }) => status,
  registered: ({ registeredAt }, zone) => stamp(registeredAt, zone),
  confirmation: ({ confirmation }) => confirmation && states[confirmation],
  join: joinWords,
  joined: ({ joinedAt }, zone) => joinedAt && stamp(joinedAt, zone),
  updates: ({ updates }) => updates && "yes",
  source: ({ source }) => source,
  note: ({ note }) => note,
}

type Props = {
  eventId: string
  people: Registrant[]
  shown: readonly Column[]
  zone: string
  /** Whether each row has a box to tick, for the form that the table stands in. */
  canTick?: boolean
}

/** One page of people, newest first. */
export function RegistrantTable({ eventId, people, shown, zone, canTick = false }: Props) {
  const nameCell = ({ id, name, organisation }: Registrant) => (
    <span className="flex items-baseline gap-3">
      {canTick && <input type="checkbox" name="person" value={id} aria-label={`Choose ${name}`} className="relative top-1 size-5 shrink-0" />}
      <span>
        <a href={`/admin/events/${eventId}/registrants/${id}`}>{name}</a>
        {!shown.includes("organisation") && <small>{organisation}</small>}
      </span>
    </span>
  )
  return (
    <Table
      label="Registrants"
      columns={["Name", ...shown.map((column) => columns[column])]}
      rows={people.map((person) => ({
        key: person.id,
        cells: Object.fromEntries([["Name", nameCell(person)], ...shown.map((column) => [columns[column], cells[column](person, zone)])]),
      }))}
    />
  )
}
