import { readFileSync } from "node:fs"
import { SourceMap, type SourceMapping } from "node:module"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

// Source maps: what runs is translated, the pages by Next.js, all else by start/launch.mjs. Node could keep every map in memory from the start on; here one is
// read when an error needs it.

/** The latest, by file. null: it has none. A map takes megabytes. */
const maps = new Map<string, SourceMap | null>()

function mapOf(file: string): SourceMap | null {
  const known = maps.get(file)
  if (known !== undefined) return known
  let map: SourceMap | null = null
  try {
    map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")))
  } catch {
    // Most files of packages have none, and a place in what runs is better than no line at all.
  }
  if (maps.size === 20) maps.clear()
  maps.set(file, map)
  return map
}

const isKnown = (entry: SourceMapping | object): entry is SourceMapping => "originalSource" in entry && typeof entry.originalSource === "string"

/** A line of a stack with its place in the sources: "at name (lib/time.ts:16:17)". As it was, where there is no such file. Never throws. */
export const inSources = (line: string): string =>
  line.replace(/(file:\/\/)?(\/[^()]+):(\d+):(\d+)/, (place, scheme: string | undefined, name: string, row: string, column: string) => {
    const file = scheme ? fileOf(`${scheme}${name}`, ".") : name
    const found = file && mapOf(file)?.findEntry(Number(row) - 1, Number(column) - 1)
    if (!file || !found || !isKnown(found)) return place
    const source = fileOf(found.originalSource, file)
    return source ? `${path.relative(".", source)}:${found.originalLine + 1}:${found.originalColumn + 1}` : place
  })

/** The file at an address, which may be relative to another file. null: it is another kind of address, such as "turbopack:///[turbopack]/runtime.ts". */
function fileOf(address: string, from: string): string | null {
  try {
    return fileURLToPath(new URL(address, pathToFileURL(from)))
  } catch {
    return null
  }
}
