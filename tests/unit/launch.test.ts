import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { build } from "esbuild"
import { expect, test } from "vitest"

// What lib/start/launch.mjs runs. Node resolves its imports of packages, and is stricter than whatever bundles the pages: a part of a package is named by its file.

const scripts: Record<string, string> = JSON.parse(readFileSync("package.json", "utf8")).scripts
const programs = [
  ...Object.values(scripts).flatMap((script) => /launch\.mjs (\S+\.ts)/.exec(script)?.[1] ?? []),
  "tests/support/serve.ts",
  ...["sink", "bare-pool", "bare/server"].map((name) => `tests/load/${name}.ts`),
]

/** Those of the packages' parts that Node does not find. */
function missing(parts: string[]): string[] {
  const look = `
    import { existsSync } from "node:fs"
    import { fileURLToPath } from "node:url"
    const found = (part) => { try { const url = import.meta.resolve(part); return !url.startsWith("file:") || existsSync(fileURLToPath(url)) } catch { return false } }
    console.log(JSON.stringify(${JSON.stringify(parts)}.filter((part) => !found(part))))`
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", look], { encoding: "utf8" }))
}

test("every program finds every package that it imports", async () => {
  expect(programs.length).toBeGreaterThan(13)
  const { metafile } = await build({
    entryPoints: programs,
    outdir: "nowhere",
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
  })
  const parts = Object.values(metafile.outputs).flatMap(({ imports }) => imports.flatMap(({ path, external }) => (external ? path : [])))
  expect(parts.length).toBeGreaterThan(40)
  expect(missing([...new Set(parts)])).toEqual([])
})

test("the check can fail: a part without its ending, and a package that is not there", () => {
  expect(missing(["next", "next/headers", "no-such-package", "node:fs"])).toEqual(["next/headers", "no-such-package"])
})
