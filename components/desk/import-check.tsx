import { Table } from "@/components/ui/table"
import type { DeskImport, FatedLine } from "@/lib/imports/queries"
import { comingIn, type Fate, fateWords, isClean, isFate } from "@/lib/imports/rules"
import { people } from "@/lib/registrations/rules"
import { stamp } from "@/lib/time"

const number = (count: number) => count.toLocaleString("en-GB")
const lineWords = (count: number) => `${number(count)} ${count === 1 ? "line" : "lines"}`
const fateList = Object.keys(fateWords).filter(isFate)

const answers = new Map([
  ["changed", "Nothing was done: meanwhile the list of registrants has changed. This is what would happen now."],
  ["closed", "Nothing was done: nobody can register for this event now. It is a draft, cancelled or over."],
])

type Props = { event: { id: string; timeZone: string }; list: DeskImport; answer: string | undefined }

/** What an import would do, and the buttons that do it: all of it, or nothing. */
export function ImportCheck({ event, list, answer }: Props) {
  if (list.doneAt)
    return (
      <p className="banner" role="status">
        “{list.fileName}” was imported on {stamp(list.doneAt, event.timeZone)}. <a href={`/admin/events/${event.id}/registrants`}>To the list</a>
      </p>
    )
  const warning = answer === undefined ? undefined : answers.get(answer)
  return (
    <section className="sheet mt-6 max-w-3xl">
      {warning && (
        <p className="banner warn" role="alert">
          {warning}
        </p>
      )}
      <h2>What would happen</h2>
      <p className="note">{list.fileName}</p>
      <ul className="mt-3">
        {fateList
          .filter((fate) => list.fates[fate] > 0)
          .map((fate) => (
            <li key={fate}>
              <b>{number(list.fates[fate])}</b> {fateWords[fate]}
            </li>
          ))}
      </ul>
      <ImportButtons eventId={event.id} list={list} />
    </section>
  )
}

function ImportButtons({ eventId, list }: { eventId: string; list: DeskImport }) {
  const coming = comingIn(list.fates)
  const room = `/admin/events/${eventId}/registrants/import`
  const again = (
    <a className="button quiet" href={room}>
      Choose another file
    </a>
  )
  if (coming === 0)
    return (
      <>
        <p className="mt-4">Nobody would be registered.</p>
        <p className="mt-4">{again}</p>
      </>
    )
  const isWhole = isClean(list.fates)
  const left = list.fates.bad + list.fates["no-place"]
  return (
    <form className="mt-6" method="post" action={`${room}/${list.id}/run`} autoComplete="off">
      <input type="hidden" name="count" value={coming} />
      {!isWhole && <input type="hidden" name="leaveOut" value="yes" />}
      <p>
        {isWhole
          ? "Each of them is mailed, those who are registered with the link if it is out. It is done for all of them, or for nobody."
          : `${lineWords(left)} cannot be done. Mend ${left === 1 ? "it" : "them"} and upload the file again, or leave ${left === 1 ? "it" : "them"} out. Each of the others is mailed, those who are registered with the link if it is out.`}
      </p>
      <p className="mt-4 flex flex-wrap gap-3">
        <button type="submit" className={isWhole ? "button" : "button quiet"}>
          {isWhole ? `Bring in ${people(coming)}` : `Leave out ${lineWords(left)} and bring in ${people(coming)}`}
        </button>
        {again}
      </p>
    </form>
  )
}

type LinesProps = { list: DeskImport; fate: Fate | null; lines: FatedLine[]; hasMore: boolean }

/** Each line with its fate, by fate or in the order of the file. */
export function ImportLines({ list, fate, lines, hasMore }: LinesProps) {
  const query = (chosen: Fate | null, after = 0) => `?${new URLSearchParams({ fate: chosen ?? "all", ...(after > 0 && { after: String(after) }) })}#lines`
  const all = fateList.reduce((sum, one) => sum + list.fates[one], 0)
  return (
    <section id="lines" className="mt-10">
      <h2>Line by line</h2>
      <nav className="steps mt-4" aria-label="Lines">
        <a href={query(null)} aria-current={fate === null ? "page" : undefined}>
          All {number(all)}
        </a>
        {fateList
          .filter((one) => list.fates[one] > 0)
          .map((one) => (
            <a key={one} href={query(one)} aria-current={fate === one ? "page" : undefined}>
              {shortWords[one]} {number(list.fates[one])}
            </a>
          ))}
      </nav>
      <Table
        label="Lines of the file"
        columns={["What it says", "Line", "What happens"]}
        rows={lines.map(({ line, words, fate: own, problem }) => ({
          key: String(line),
          cells: { Line: number(line), "What it says": <span className="break-all">{words}</span>, "What happens": problem ?? fateWords[own] },
        }))}
      />
      {hasMore && (
        <p className="mt-6">
          <a className="button quiet" href={query(fate, lines.at(-1)?.line)}>
            Next lines
          </a>
        </p>
      )}
    </section>
  )
}

const shortWords: Record<Fate, string> = {
  registered: "New",
  waiting: "To the waiting list",
  known: "Known",
  cancelled: "Cancelled before",
  twice: "Twice",
  bad: "Cannot be read",
  "no-place": "No place",
}
