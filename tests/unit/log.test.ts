import { mkdir, readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "esbuild"
import { expect, test } from "vitest"
import { factsOf, placeOf, scrub } from "@/lib/log"
import { currentReference, newReference, withReference } from "@/lib/reference"
import { shapeOf } from "@/lib/reports/read"
import { inSources } from "@/lib/source-maps"
import { temporaryFolder } from "../support/folders"

const token = "A-b_".repeat(11)

test.each([
  ["550 5.1.1 <ada@example.org>: unknown", "550 5.1.1 <[address]>: unknown"],
  [`no page /attend/${token}/change`, "no page /attend/[token]/change"],
  ["connect smtps://user:word@mail.example.org:465 failed", "connect [link] failed"],
  ['invalid input syntax for type uuid: "Ada Example"', "invalid input syntax for type uuid: [value]"],
  [`Unexpected token 'A', "Ada Exampl"... is not valid JSON`, "Unexpected token 'A', [value]... is not valid JSON"],
  ["Key (email)=(ada) already exists.", "Key (email)=([value]) already exists."],
  ["ä@ö.example and o'brien@example.org", "[address] and o'[address]"],
  ["connect ECONNREFUSED 127.0.0.1:25", "connect ECONNREFUSED 127.0.0.1:25"],
])("what another program says is scrubbed: %s", (said, written) => {
  expect(scrub(said)).toBe(written)
})

test("of a long one the beginning is kept", () => {
  expect(scrub("word ".repeat(1000))).toHaveLength(500)
})

test("an error says where it was and of what kind it is, never what it says, not even when that looks like a place", () => {
  const error = Object.assign(new TypeError("row of Ada\n    at ada@example.org (/secret:1:2)"), { code: "23505", digest: "77" })
  const facts = factsOf(error)
  expect(facts).toMatchObject({ kind: "TypeError", code: "23505", digest: "77" })
  expect(facts.at?.length).toBeGreaterThan(0)
  expect(JSON.stringify(facts)).not.toMatch(/Ada|ada@|secret/)
  expect(placeOf("no error")).toEqual([])
})

test("its place is the one in the sources, where it ran translated", async () => {
  const folder = path.join(await temporaryFolder(), "the site of Zoë")
  await mkdir(folder)
  const [source, program] = [path.join(folder, "throws.ts"), path.join(folder, "throws.mjs")]
  await writeFile(source, "type Words = string\n\nexport function fail(words: Words): never {\n  throw new Error(words)\n}\n")
  await build({ entryPoints: [source], outfile: program, minify: true, format: "esm", sourcemap: true })
  const translated = (await readFile(program, "utf8")).split("\n")[0] ?? ""
  // Modules stand in a stack with their address, all else with its path.
  for (const place of [program, pathToFileURL(program).href])
    expect(inSources(`at fail (${place}:1:${translated.indexOf("new Error") + 1})`)).toBe(`at fail (${path.relative(".", source)}:4:9)`)
  expect(inSources("at fail (/nowhere/else.js:1:1)")).toBe("at fail (/nowhere/else.js:1:1)")
})

test.each(["turbopack:///[turbopack]/runtime.ts", "https://example.org/runtime.ts", "a%2Fb.ts", "http://"])(
  "a map that names %s, which is no file, changes nothing",
  async (source) => {
    const program = path.join(await temporaryFolder(), "program.js")
    await writeFile(`${program}.map`, JSON.stringify({ version: 3, sources: [source], names: [], mappings: "AAAA" }))
    expect(inSources(`at fail (${program}:1:1)`)).toBe(`at fail (${program}:1:1)`)
  },
)

test("a request's reference goes along with everything it starts, and is nobody else's", async () => {
  const heard = await Promise.all(
    ["one", "two"].map((word) => withReference(word, () => new Promise((resolve) => setTimeout(() => resolve(currentReference()), 5)))),
  )
  expect([heard, currentReference()]).toEqual([["one", "two"], null])
  expect(newReference()).toMatch(/^[a-z2-9]{10}$/)
})

test("of a page's address the kind is kept", () => {
  expect(
    ["https://x.example/", `https://x.example/attend/${token}/change?draft=1`, "https://x.example/events/a-name/reading/b", "nonsense"].map(shapeOf),
  ).toEqual(["/", "/attend/…/change", "/events/…/reading/…", "unknown"])
})
