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

const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "")
const sourceOf = (name: string) => read(`tests/${name}.test.ts`) || read(`tests/${name}.test.tsx`)
const hasSizes = (source: string) => /\bfull\(/.test(source)
/** Whether a file, or what it has from tests/support, says two numbers by `full(small, large)`. */
const isLargerInFull = (name: string) =>
  [sourceOf(name), ...[...sourceOf(name).matchAll(/from "\.\.\/support\/([\w-]+)"/g)].map(([, helper]) => read(`tests/support/${helper}.ts`))].some(hasSizes)

/** The commands that run what a row names, in the words of its column. */
function commandsFor(names: string[]): string {
  const isControl = (name: string) => name.startsWith("controls/")
  const words = { test: names.some((name) => !isControl(name)), controls: names.some(isControl), full: names.some(isLargerInFull) }
  return Object.entries(words)
    .flatMap(([word, isSo]) => (isSo ? word : []))
    .join(", ")
}

test("each of the 27 rows of what must hold names a file of npm test, and says what runs it", () => {
  const rows = readFileSync("docs/reliability.md", "utf8")
    .split("\n")
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => line.split(" | "))
  expect(rows).toHaveLength(27)
  expect(rows.map(([number, , , commands]) => [number, commands])).toEqual(rows.map(([number, , files = ""]) => [number, commandsFor(namedIn(files))]))
  expect(rows.filter(([, , , commands]) => !commands?.startsWith("test"))).toEqual([])
})

test("a file that is gone would be noticed", () => {
  expect(namedIn("`site/crowd`, `timing/gone` and `lib/text.ts`").filter((name) => !isThere(name))).toEqual(["timing/gone"])
})
