import { existsSync } from "node:fs"
import { expect, test } from "vitest"
import { licenceOf, listUnknown } from "../support/licences"
import { type Copy, copies } from "../support/lock"

// Everything that is installed for the site itself may be used and passed on as it is.

test("every package of the site has a licence from the list", () => {
  const all = copies().filter(({ dev }) => !dev)
  const installed = all.filter(({ place }) => existsSync(place))
  const counts = new Map<string, number>()
  for (const copy of installed) counts.set(licenceOf(copy), (counts.get(licenceOf(copy)) ?? 0) + 1)
  console.log(
    [...counts]
      .sort((one, other) => other[1] - one[1])
      .map(([licence, count]) => `${licence} ${count}`)
      .join(", "),
  )
  expect(installed.length).toBeGreaterThan(200)
  expect(listUnknown(all)).toEqual([])
})

test("one that nobody has looked at is named, and so is one without any", () => {
  const planted: Copy[] = [
    { place: "node_modules/a", name: "a", license: "AGPL-3.0" },
    { place: "node_modules/b", name: "b" },
    { place: "node_modules/c", name: "c", license: "(MIT OR GPL-3.0)" },
    { place: "node_modules/d", name: "d", license: "MIT AND AGPL-3.0" },
  ]
  expect(listUnknown(planted)).toEqual(["a: AGPL-3.0", "b: none", "d: MIT AND AGPL-3.0"])
})
