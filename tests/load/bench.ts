import { measureLists } from "./lists"
import { measureMail } from "./mail"
import { measurePages } from "./pages"

// npm run bench              every measure
// npm run bench -- NAME …    the named ones
// Each runs beside its baseline on this machine, in turn: ratios can be compared, absolute figures drift.

const names = ["event-page", "registrations", "full-house", "mailer", "mailer-50ms", "materialise", "list-deep", "search", "tab-counts", "csv"] as const
export type Measure = (typeof names)[number]

const asked = process.argv.slice(2)
const unknown = asked.filter((word) => !names.some((name) => name === word))
if (unknown.length > 0) {
  console.error(`There is no measure ${unknown.join(", ")}. There are: ${names.join(", ")}`)
  process.exit(1)
}
const chosen = new Set<Measure>(names.filter((name) => asked.length === 0 || asked.includes(name)))
await measurePages(chosen)
await measureMail(chosen)
await measureLists(chosen)
process.exit(0)
