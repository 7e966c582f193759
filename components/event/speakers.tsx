import { Prose } from "@/components/ui/prose"

type Speaker = { id: string; name: string; role: string; affiliation: string; topic: string; bio: string }

const initials = (name: string) => {
  const words = name.split(" ").filter(Boolean)
  return `${words[0]?.[0] ?? ""}${words.length > 1 ? (words.at(-1)?.[0] ?? "") : ""}`
}
export function Speakers({ people }: { people: Speaker[] }) {
  if (people.length === 0) return null
  return (
    <section aria-labelledby="speakers">
      <h2 id="speakers">Speakers</h2>
      <ul className="people">
        {people.map((person, index) => (
          <li className="person" key={person.id} id={`speaker-${index + 1}`}>
            <span className="face" aria-hidden="true">
              {initials(person.name)}
            </span>
            <div>
              <h3>
                {person.name} {person.role !== "Speaker" && <span className="tag">{person.role}</span>}
              </h3>
              <p className="role">{person.affiliation}</p>
              {person.topic && <p className="topic">{person.topic}</p>}
              <Prose text={person.bio} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
