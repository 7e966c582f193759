import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { inItsOwnDatabase } from "../support/people"
import { without } from "../support/without"

// A line of a function that is a guard carries a name (support/without.ts). Each has a control that takes it out.

inItsOwnDatabase()

const files = readdirSync("tests", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"))
/** Guards that a call in a test takes out, by function and name. */
const controlled = files.flatMap((file) =>
  [...readFileSync(`tests/${file}`, "utf8").matchAll(/without\([^,]+, "([^"]+)", "([^"]+)"/g)].map(([, name, guard]) => `${name}: ${guard}`),
)

/** Guards in the functions of this file's database, once for each line. */
async function listGuards(): Promise<string[]> {
  const functions = await query<{ name: string; source: string }>(
    `select proname as name, prosrc as source from pg_proc where pronamespace = 'public'::regnamespace order by 1`,
  )
  return functions.flatMap(({ name, source }) => [...source.matchAll(/-- guard: (.+)$/gm)].map(([, guard]) => `${name}: ${guard}`))
}

const sorted = (names: string[]) => [...new Set(names)].sort()

test("each guard of a function is taken out by a control, and each control takes out one that is there", async () => {
  expect(sorted(controlled)).toEqual(sorted(await listGuards()))
})

test("a guard that is taken out is gone, all its lines and no other, and can be put back", async () => {
  const before = await listGuards()
  const guard = "owes the letter"
  const putBack = await without(settings().DATABASE_URL ?? "", "register_attendee", guard)
  expect(await listGuards()).toEqual(before.filter((one) => one !== `register_attendee: ${guard}`))
  await putBack()
  expect(await listGuards()).toEqual(before)
})

test("a name that no line carries is refused", async () => {
  const misspelt = "owes a letter"
  await expect(without(settings().DATABASE_URL ?? "", "register_attendee", misspelt)).rejects.toThrow(`carries the guard "${misspelt}"`)
})
