import { Table } from "@/components/ui/table"
import type { Registrant } from "@/lib/registrations/list"
import { stamp } from "@/lib/time"

const states: Record<string, string> = { queued: "waiting", sending: "on its way", data: "on its way", sent: "sent", failed: "failed", withheld: "withheld" }

function joinWords({ joinState, joinVersion }: Registrant): string {
  if (joinState === "sent") return joinVersion ? `sent, v${joinVersion}` : ""
  return joinState === null ? "" : (states[joinState] ?? "")
}

/** One page of people, newest first. `more` is the address of the next page. */
export function RegistrantTable({ eventId, people, zone, more }: { eventId: string; people: Registrant[]; zone: string; more: string | null }) {
  if (people.length === 0) return <p className="mt-8">Nobody is here yet, or nobody fits the search.</p>
  return (
    <>
      <Table
        label="Registrants"
        columns={["Name", "Email", "Registered", "Confirmation", "Joining details", "Joined"]}
        rows={people.map((person) => ({
          key: person.id,
          cells: {
            Name: (
              <>
                <a href={`/admin/events/${eventId}/registrants/${person.id}`}>{person.name}</a>
                <small>{person.organisation}</small>
              </>
            ),
            Email: person.email,
            Registered: stamp(person.registeredAt, zone),
            Confirmation: person.confirmation && states[person.confirmation],
            "Joining details": joinWords(person),
            Joined: person.joinedAt && stamp(person.joinedAt, zone),
          },
        }))}
      />
      {more && (
        <p className="mt-6">
          <a className="button quiet" href={more}>
            Next page
          </a>
        </p>
      )}
    </>
  )
}
