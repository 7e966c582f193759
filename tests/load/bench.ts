import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { measureLists } from "./lists"
import { measureMail } from "./mail"
import { factsOf, isMeasure, judge, names, quickNames } from "./measures"
import { measurePages } from "./pages"
import { type Figure, readFigures, writeFigures } from "./performance"
import { isQuick, results } from "./ratio"

// npm run bench              every measure
// npm run bench -- NAME …    the named ones
// npm run bench -- --quick   four of them, in three minutes

const file = "docs/performance.md"
const asked = process.argv.slice(2).filter((word) => word !== "--quick")
const unknown = asked.filter((word) => !isMeasure(word))
if (unknown.length > 0) {
  console.error(`There is no measure ${unknown.join(", ")}. There are: ${names.join(", ")}`)
  process.exit(1)
}
const chosen = new Set(asked.length > 0 ? asked.filter(isMeasure) : isQuick ? quickNames : names)
await measurePages(chosen)
await measureMail(chosen)
await measureLists(chosen)
process.exitCode = conclude() ? 0 : 1

/** Prints the table and writes down what is no step back. Returns whether nothing was. */
function conclude(): boolean {
  const last = existsSync(file) ? readFigures(readFileSync(file, "utf8")) : []
  const [date, commit] = [new Date().toISOString().slice(0, 10), nameCommit()]
  const judged = results.map((result) => {
    const before = last.find(({ measure }) => measure === result.measure)
    return { ...result, before, verdict: judge(result.measure, result.ratio, before?.ratio) }
  })
  const isStepBack = ({ verdict }: { verdict: string }) => verdict === "fell" || verdict === "missed"
  console.table(
    Object.fromEntries(
      judged.map(({ measure, ratio, before, verdict }) => {
        const { target, sense } = factsOf(measure)
        return [measure, { ratio: ratio.toFixed(2), target: `${sense} ${target}`, "last time": before?.ratio.toFixed(2) ?? "", verdict }]
      }),
    ),
  )
  const fresh: Figure[] = judged.filter((result) => !isStepBack(result)).map(({ measure, ratio, counts }) => ({ measure, ratio, counts, date, commit }))
  writeFileSync(file, writeFigures([...fresh, ...last]))
  return !judged.some(isStepBack)
}

/** The commit that is checked out, with a plus when files differ from it. */
function nameCommit(): string {
  const git = (...words: string[]) => execFileSync("git", words, { encoding: "utf8" }).trim()
  const isChanged = git("status", "--porcelain", "--", ".", `:!${file}`) !== ""
  return `${git("rev-parse", "--short", "HEAD")}${isChanged ? "+" : ""}`
}
