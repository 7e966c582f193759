import { Scroll } from "@/components/ui/scroll"
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
      <Scroll label="Registrants">
        <table>
          <thead>
            <tr>
              <th>Name</th>
              <th>Email</th>
              <th>Registered</th>
              <th>Confirmation</th>
              <th>Joining details</th>
              <th>Joined</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <tr key={person.id}>
                <td>
                  <a href={`/admin/events/${eventId}/registrants/${person.id}`}>{person.name}</a>
                  <small>{person.organisation}</small>
                </td>
                <td>{person.email}</td>
                <td className="whitespace-nowrap">{stamp(person.registeredAt, zone)}</td>
                <td>{person.confirmation && states[person.confirmation]}</td>
                <td>{joinWords(person)}</td>
                <td className="whitespace-nowrap">{person.joinedAt && stamp(person.joinedAt, zone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
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
