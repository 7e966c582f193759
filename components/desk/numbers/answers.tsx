import type { ReactNode } from "react"
import { amountsOf, barsOfDays, countChoices, daysOf, type Given } from "@/lib/numbers/rules"
import type { Kind, Question } from "@/lib/questions/schema"
import { people } from "@/lib/registrations/rules"
import { plainDate } from "@/lib/time"
import { Columns } from "./columns"
import { Figure } from "./figure"
import { Rows } from "./rows"

// What people answered, in numbers.

type Props = {
  question: Question
  given: Given[]
  /** How many people are on the list. */
  whole: number
}

/** The picture of a question's answers. Nothing for words that are free. */
export const AnswersTo = (props: Props) => pictures[props.question.kind]?.(props) ?? null

const pictures: Partial<Record<Kind, (props: Props) => ReactNode>> = {
  one: (props) => <Chosen {...props} />,
  any: (props) => <Chosen {...props} />,
  tick: (props) => <Chosen {...props} />,
  number: (props) => <NumbersGiven {...props} />,
  date: (props) => <DaysGiven {...props} />,
}

function Chosen({ question, given, whole }: Props) {
  const rows = countChoices(question, given).map(({ words, isOffered, people }) => ({ words: isOffered ? words : `${words} (offered no more)`, people }))
  const note = question.kind === "any" ? "People could choose several. Of everyone on the list." : "Of everyone on the list."
  return (
    <Figure title={question.label} note={note} of="Answer" rows={rows}>
      <Rows rows={rows} whole={whole} />
    </Figure>
  )
}

const NobodyYet = ({ question }: Pick<Props, "question">) => (
  <section>
    <h2>{question.label}</h2>
    <p>Nobody has answered yet.</p>
  </section>
)

const inWords = (number: number) => number.toLocaleString("en-GB", { maximumFractionDigits: 2 })

function NumbersGiven({ question, given }: Props) {
  const amounts = amountsOf(given)
  if (!amounts) return <NobodyYet question={question} />
  return (
    <section>
      <h2>{question.label}</h2>
      <p className="note">{people(amounts.people)} answered.</p>
      <dl className="answers mt-3">
        {(["least", "most", "mean", "sum"] as const).map((name) => (
          <div key={name}>
            <dt>{amountWords[name]}</dt>
            <dd>{inWords(amounts[name])}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
const amountWords = { least: "Least", most: "Most", mean: "Mean", sum: "All together" }

function DaysGiven({ question, given }: Props) {
  const { step, bars } = barsOfDays(daysOf(given))
  if (bars.length === 0) return <NobodyYet question={question} />
  const rows = bars.map(({ slot, people }) => ({ words: plainDate(new Date(slot * 86_400_000), "UTC"), people }))
  const answered = people(bars.reduce((sum, bar) => sum + bar.people, 0))
  const note = `${answered} answered. ${step === 1 ? "Each column is a day" : `Each column is ${step} days from the one that is named`}.`
  return (
    <Figure title={question.label} note={note} of={step === 1 ? "Day" : "From"} rows={rows}>
      <Columns summary={`${answered}, from ${rows[0]?.words} to ${rows.at(-1)?.words}.`} bars={rows} />
    </Figure>
  )
}
