import { Picture, type PictureFacts } from "@/components/ui/picture"
import { Prose } from "@/components/ui/prose"
import { type Links, linksSchema } from "@/lib/speakers/schema"

type Speaker = { id: string; name: string; role: string; affiliation: string; topic: string; bio: string; links: unknown; portrait: PictureFacts | null }

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
            {person.portrait ? (
              <Picture picture={person.portrait} sizes="4.5rem" className="face" />
            ) : (
              <span className="face" aria-hidden="true">
                {initials(person.name)}
              </span>
            )}
            <div>
              <h3>
                {person.name} {person.role !== "Speaker" && <span className="tag">{person.role}</span>}
              </h3>
              <p className="role">{person.affiliation}</p>
              {person.topic && <p className="topic">{person.topic}</p>}
              <Prose text={person.bio} />
              <SpeakerLinks links={linksSchema.parse(person.links)} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function SpeakerLinks({ links }: { links: Links }) {
  if (links.length === 0) return null
  return (
    <p className="note flex flex-wrap gap-x-5">
      {links.map(({ words, url }) => (
        <a key={url} href={url}>
          {words}
        </a>
      ))}
    </p>
  )
}
