import type { Audience } from "@/lib/deliveries/audience"
import type { Preparation } from "@/lib/events/desk"
import { people } from "@/lib/registrations/rules"

const leftOut: [keyof Audience, string][] = [
  ["haveThem", "have these details already"],
  ["onTheWay", "have a letter on its way that carries them"],
  ["bounced", "have an address that the mail server refused"],
  ["givenUp", "had their letter stopped or refused: see “After”"],
  ["waiting", "are on the waiting list"],
  ["cancelled", "have cancelled"],
]

/** Step 2: who gets the letter, and who does not, with the reason. */
export function Who({ preparation: { event, audience } }: { preparation: Preparation }) {
  const others = leftOut.filter(([name]) => audience[name] > 0)
  return (
    <section id="who">
      <h2>2. Who</h2>
      <p className="mt-2">
        <strong>{people(audience.willGet)}</strong> will get it: everyone registered
        {event.joinReleasedVersion !== null && ` who does not hold version ${event.joinVersion}`}. Whoever registers later gets it in the confirmation.
      </p>
      {others.length > 0 && (
        <>
          <p className="mt-3">Left out:</p>
          <ul className="prose list-disc pl-6">
            {others.map(([name, words]) => (
              <li key={name}>
                {people(audience[name])} who {words}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="mt-3">
        <a href={`/admin/events/${event.id}/registrants`}>See everyone registered</a>
      </p>
    </section>
  )
}
