import { existsSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"

// What the documents say shows something must be there to show it.

/** The test files that a text names, as `group/name`. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/`((?:unit|database|site|operations|timing|controls)\/[a-z-]+)`/g)].flatMap(([, name]) => name ?? [])
const isThere = (name: string) => [".test.ts", ".test.tsx"].some((ending) => existsSync(`tests/${name}${ending}`))

describe.each(["docs/reliability.md", "docs/security.md"])("%s", (document) => {
  const text = readFileSync(document, "utf8")

  test("names test files that exist", () => {
    expect(namedIn(text).length).toBeGreaterThan(20)
    expect(namedIn(text).filter((name) => !isThere(name))).toEqual([])
  })
})

test("each of the 27 rows of what must hold names a file", () => {
  const rows = readFileSync("docs/reliability.md", "utf8")
    .split("\n")
    .filter((line) => /^\| \d+ \|/.test(line))
  expect(rows).toHaveLength(27)
  expect(rows.filter((row) => namedIn(row).length === 0)).toEqual([])
})

test("a file that is gone would be noticed", () => {
  expect(namedIn("`site/crowd`, `timing/gone` and `lib/text.ts`").filter((name) => !isThere(name))).toEqual(["timing/gone"])
})
