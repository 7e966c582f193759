import type { ReactNode } from "react"
import { Table } from "@/components/ui/table"

type Props = {
  title: string
  /** What is counted, and how. */
  note: string
  /** What a row of the table is: a day, a source. */
  of: string
  /** The numbers of the picture, in its order. */
  rows: { words: string; people: number }[]
  children: ReactNode
}

/** A picture of numbers with its title, and the same numbers as a table for those who do not see it. */
export function Figure({ title, note, of, rows, children }: Props) {
  return (
    <figure className="numbers">
      <figcaption>
        <h2>{title}</h2>
        <p className="note">{note}</p>
      </figcaption>
      {children}
      <details className="mt-3">
        <summary>
          As a table<span className="sr-only">: {title}</span>
        </summary>
        <Table
          label={`${title}, as a table`}
          columns={[of, "People"]}
          rows={rows.map(({ words, people }, index) => ({ key: `${index} ${words}`, cells: { [of]: words, People: people.toLocaleString("en-GB") } }))}
        />
      </details>
    </figure>
  )
}
