import { randomUUID } from "node:crypto"
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { build, stop } from "esbuild"

// node lib/start/launch.mjs PROGRAM.ts WORDS…: runs a TypeScript program, which Node 20 cannot. All of it is translated at once, before it runs: a loader that
// translates file by file stays in the way of all that is imported later, Next.js and its pages most of all.

const [node = "", , program = "", ...words] = process.argv
// Not in .next: Node would look there for a package.json, find none before the first build, and believe that of the pages ever after.
const folder = path.resolve(".programs")
const name = program.replace(/\.ts$/, "")
const { outputFiles } = await build({
  entryPoints: { [name]: program },
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  write: false,
  bundle: true,
  // What is imported with `import()` is loaded then, and no sooner.
  splitting: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  sourcemap: true,
  sourcesContent: false,
})
// Its process would stay beside the program for as long as that runs.
await stop()
try {
  for (const { path: file, contents } of outputFiles) await put(file, contents)
} catch (error) {
  console.error(`The program cannot be put into ${folder} (${error.message}). Give this user the right to write there.`)
  process.exit(1)
}

// The program finds its words where it would if Node had run it.
process.argv = [node, program, ...words]
await import(pathToFileURL(path.join(folder, `${name}.mjs`)).href)

/** Whole, whoever else puts it there at the same moment. */
async function put(file, contents) {
  const isThere = await readFile(file).then(
    (there) => there.equals(contents),
    () => false,
  )
  if (isThere) return
  const draft = `${file}.${randomUUID()}`
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(draft, contents)
  await rename(draft, file)
}
