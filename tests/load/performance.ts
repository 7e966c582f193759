import { factsOf, isMeasure, isMet, type Measure, names } from "./measures"

// docs/performance.md: the last figure of each measure, as a table that is written and read here.

export type Figure = { measure: Measure; ratio: number /** What was counted, in words. */; counts: string; date: string; commit: string }

const introduction = `# How fast

Each measure runs beside its baseline on the same machine, in turn, and what is compared is the ratio: absolute figures drift with the machine.
\`npm run bench\` measures and writes this file; \`npm run bench -- --quick\` does the first four in three minutes, and names choose others. It ends with
1, and leaves the figure here as it was, when a ratio falls by more than a fifth or misses a target that was met. To let a figure fall, change it here.
Registrations are measured with their limit on.
`
const heads = ["measure", "beside", "ratio", "target", "met", "figures", "date", "commit"]
const line = (cells: string[]) => `| ${cells.join(" | ")} |`

export function writeFigures(figures: Figure[]): string {
  const rows = names.flatMap((name) => figures.find(({ measure }) => measure === name) ?? []).map(cellsOf)
  return [introduction, line(heads), line(heads.map(() => "---")), ...rows.map(line), ""].join("\n")
}

function cellsOf({ measure, ratio, counts, date, commit }: Figure): string[] {
  const { beside, target, sense } = factsOf(measure)
  return [measure, beside, ratio.toFixed(2), `${sense} ${target}`, isMet(measure, ratio) ? "yes" : "not yet", counts, date, commit]
}

/** The figures in such a file. Empty when there are none. */
export function readFigures(text: string): Figure[] {
  const rows = text.split("\n").map((row) => row.split("|").map((cell) => cell.trim()))
  return rows.flatMap(([, measure = "", , ratio, , , counts = "", date = "", commit = ""]) =>
    isMeasure(measure) && Number(ratio) > 0 ? { measure, ratio: Number(ratio), counts, date, commit } : [],
  )
}
