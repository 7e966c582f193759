import { share } from "@/lib/numbers/rules"

type Props = {
  rows: { words: string; people: number }[]
  /** Of how many people. */
  whole: number
}

/** Numbers by word, as bars one below the other, each with its words and its number. */
export function Rows({ rows, whole }: Props) {
  return (
    <ul className="rows">
      {rows.map(({ words, people }) => (
        <li key={words}>
          <span>{words}</span>
          <svg viewBox={`0 0 ${Math.max(1, whole)} 1`} preserveAspectRatio="none" aria-hidden="true">
            <rect width={people} height="1" />
          </svg>
          <b>
            {people.toLocaleString("en-GB")} <small>{share(people, whole)}</small>
          </b>
        </li>
      ))}
    </ul>
  )
}
