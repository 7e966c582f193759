import { Table } from "@/components/ui/table"
import type { Deletion } from "@/lib/retention/queries"
import type { Receipt } from "@/lib/retention/receipts"
import { type Counts, letterLinesOf, linesOf, peopleIn, sayHowMany } from "@/lib/retention/rules"
import { clockTime, placeOfZone, plainDate } from "@/lib/time"

/** What the day of deletion will take, and when it comes. */
export function DryRun({ event, counts, deletedOn, isOver, receipts }: Deletion) {
  const day = plainDate(deletedOn, event.timeZone)
  if (Object.keys(counts).length === 0)
    return <p className="mt-6">{receipts.length > 0 ? "Nothing personal is left." : `Nothing personal is here yet. It would be deleted on ${day}.`}</p>
  return (
    <section className="mt-6">
      <h2>{isOver ? "Being deleted" : `To be deleted on ${day}`}</h2>
      <p className="mt-2">
        {isOver ? `The day was ${day}: within the hour` : `On ${day}, at ${clockTime(deletedOn, event.timeZone)} ${placeOfZone(event.timeZone)}`}, what is
        personal of {sayHowMany(counts)} is deleted: names, addresses, answers, and all else that says who came. The form promised that day. This page changes
        nothing.
      </p>
      <Numbers counts={counts} />
      <p className="note mt-4">
        The event, its pages and your messages stay, and these numbers, as a receipt. Files that somebody downloaded and backups made before that day do not go
        by themselves.
      </p>
    </section>
  )
}

/** What was deleted, in numbers alone. */
export function DeletionReceipt({ receipt, zone }: { receipt: Receipt; zone: string }) {
  const { at, startedAt, counts } = receipt
  const when = at ?? startedAt
  return (
    <section className="mt-10">
      <h2>
        Receipt of {plainDate(when, zone)}, {clockTime(when, zone)} {placeOfZone(zone)}
      </h2>
      <p className="mt-2">
        {at ? `Deleted: what was personal of ${sayHowMany(counts)}.` : `Under way. So far: what was personal of ${sayHowMany(counts)}.`} Nothing here names
        anybody.
      </p>
      <Numbers counts={counts} />
    </section>
  )
}

const number = (count: number) => count.toLocaleString("en-GB")

function Numbers({ counts }: { counts: Counts }) {
  const letters = letterLinesOf(counts)
  return (
    <>
      <Table
        label="People, and what was held about them"
        columns={["What", "How many"]}
        rows={[{ words: "People, whatever became of them", count: peopleIn(counts) }, ...linesOf(counts)].map(({ words, count }) => ({
          key: words,
          cells: { What: words, "How many": number(count) },
        }))}
      />
      {letters.length > 0 && (
        <Table
          label="Letters by kind"
          columns={["Letter", "Sent", "Failed", "Withheld", "Not sent"]}
          rows={letters.map((line) => ({
            key: line.words,
            cells: {
              Letter: line.words,
              Sent: number(line.sent),
              Failed: number(line.failed),
              Withheld: number(line.withheld),
              "Not sent": number(line.waiting),
            },
          }))}
        />
      )}
    </>
  )
}
