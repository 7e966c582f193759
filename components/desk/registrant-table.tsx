import type { ReactNode } from "react"
import { CopyButton } from "@/components/attend/copy-button"
import { Table } from "@/components/ui/table"
import type { Registrant } from "@/lib/registrations/list"
import { actLabels, actsOf, type Column, columns } from "@/lib/registrations/rules"
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
  /** The personal link of somebody. */
  linkOf: (person: Registrant) => string
}

/** What can be done with one person, without opening their page. */
function RowMenu({ eventId, person, link }: { eventId: string; person: Registrant; link: string }) {
  return (
    <details>
      <summary className="cursor-pointer underline">
        More<span className="sr-only"> about {person.name}</span>
      </summary>
      <span className="mt-2 flex flex-col items-start gap-2">
        <CopyButton label={`Personal link of ${person.name}`} words="Copy personal link" value={link} />
        {actsOf(person.status).map((act) => (
          <a key={act} href={`/admin/events/${eventId}/registrants/act?${new URLSearchParams({ act, person: person.id })}`}>
            {actLabels[act]} …
          </a>
        ))}
      </span>
    </details>
  )
}

/** One page of people, newest first. */
export function RegistrantTable({ eventId, people, shown, zone, linkOf }: Props) {
  const nameCell = ({ id, name, organisation, status }: Registrant) => (
    <span className="flex items-baseline gap-3">
      <input type="checkbox" name="person" value={id} aria-label={`Choose ${name}`} className="relative top-1 size-5 shrink-0" />
      <span>
        <a href={`/admin/events/${eventId}/registrants/${id}`}>{name}</a>
        {status === "offered" && <span className="tag ml-2">a place is on offer</span>}
        {!shown.includes("organisation") && <small>{organisation}</small>}
      </span>
    </span>
  )
  return (
    <Table
      label="Registrants"
      columns={["Name", ...shown.map((column) => columns[column]), "More"]}
      rows={people.map((person) => ({
        key: person.id,
        cells: Object.fromEntries([
          ["Name", nameCell(person)],
          ...shown.map((column) => [columns[column], cells[column](person, zone)]),
          ["More", <RowMenu key="more" eventId={eventId} person={person} link={linkOf(person)} />],
        ]),
      }))}
    />
  )
}
