import { people as inWords } from "@/lib/registrations/rules"

type Props = {
  /** What it shows, in a sentence for those who do not see it. */
  summary: string
  bars: { words: string; people: number }[]
}

const height = 100
const width = 10

/** Numbers through time, as columns. It is as wide as its place; the words around it are not part of the drawing, so that they keep their size. */
export function Columns({ summary, bars }: Props) {
  const most = Math.max(1, ...bars.map(({ people }) => people))
  const top = bars.find(({ people }) => people === most)
  return (
    <>
      <p className="most" aria-hidden="true">
        {top ? `The most: ${inWords(top.people)}, ${top.words}` : ""}
      </p>
      <svg className="columns" viewBox={`0 0 ${bars.length * width} ${height}`} preserveAspectRatio="none" role="img" aria-label={summary}>
        <path className="grid" d={`M0 0.5H${bars.length * width}M0 ${height / 2}H${bars.length * width}`} />
        {bars.map(({ words, people }, index) => (
          <rect key={words} x={index * width + 1} width={width - 2} y={height - (height * people) / most} height={(height * people) / most}>
            <title>{`${words}: ${people.toLocaleString("en-GB")}`}</title>
          </rect>
        ))}
      </svg>
      <p className="axis" aria-hidden="true">
        {ends(bars).map(({ words }) => (
          <span key={words}>{words}</span>
        ))}
      </p>
    </>
  )
}

/** The first and the last, which name the axis. */
const ends = <Bar,>(bars: Bar[]) => (bars.length > 1 ? [bars[0], bars.at(-1)].flatMap((bar) => bar ?? []) : bars)
