import { existsSync } from "node:fs"
import { allowed, licenceOf, listUnknown } from "./licences"
import { copies } from "./lock"

// `npm run licences`: what is installed for the site, by licence, and why each licence may be used.

const installed = copies().filter(({ dev, place }) => !dev && existsSync(place))
for (const licence of [...new Set(installed.map(licenceOf))].sort()) {
  console.log(`\n${licence}${allowed[licence] ? `: ${allowed[licence]}` : ""}`)
  for (const copy of installed) if (licenceOf(copy) === licence) console.log(`  ${copy.name} ${copy.version ?? ""}`)
}
const unknown = listUnknown(installed)
for (const line of unknown) console.error(`Not on the list: ${line}`)
process.exit(unknown.length > 0 ? 1 : 0)
