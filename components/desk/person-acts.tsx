import { CopyButton } from "@/components/attend/copy-button"
import { type Act, actLabels, actsOf } from "@/lib/registrations/rules"

type Props = { eventId: string; person: { id: string; status: string }; link: string }

/** The personal link, and what can be done with one person: each leads to the question. */
export function PersonActs({ eventId, person, link }: Props) {
  const question = (act: Act) => `/admin/events/${eventId}/registrants/act?${new URLSearchParams({ act, person: person.id })}`
  return (
    <>
      <h2>Personal link</h2>
      <p className="key mt-2">
        <code className="break-all">{link}</code> <CopyButton label="Personal link" value={link} />
      </p>
      <p className="note">Whoever has it can cancel for this person. Give it to nobody else.</p>
      <p className="mt-6 flex flex-wrap gap-3">
        {actsOf(person.status).map((act) => (
          <a key={act} className={act === "erase" ? "button quiet danger" : "button quiet"} href={question(act)}>
            {actLabels[act]} …
          </a>
        ))}
      </p>
    </>
  )
}
