import { readFileSync } from "node:fs"
import { z } from "zod"

// What package.json asks for and package-lock.json gives.

const copySchema = z.object({
  version: z.string().optional(),
  license: z.union([z.string(), z.object({}).loose()]).optional(),
  hasInstallScript: z.boolean().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  /** It comes within the file of the package that holds it, under that one's sum. */
  inBundle: z.boolean().optional(),
  dev: z.boolean().optional(),
})
const lockSchema = z.object({ packages: z.record(z.string(), copySchema) })
const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  overrides: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
  allowScripts: z.record(z.string(), z.boolean()),
})

/** One copy of a package: where it lies, which it is, and what the lock says of it. */
export type Copy = z.infer<typeof copySchema> & { place: string; name: string }

const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"))
export const manifest = () => manifestSchema.parse(read("package.json"))

/** Every copy of every package in a lock, nested ones too, the project itself apart. */
export function copiesIn(lock: unknown): Copy[] {
  return Object.entries(lockSchema.parse(lock).packages)
    .filter(([place]) => place !== "")
    .map(([place, copy]) => ({ ...copy, place, name: place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length) }))
}
export const lockText = (): string => readFileSync("package-lock.json", "utf8")
export const copies = (): Copy[] => copiesIn(JSON.parse(lockText()))

/** Below nought, nought or above, as one version is older, the same or newer (Semantic Versioning 2.0.0, section 11). */
export function compareVersions(one: string, other: string): number {
  const [coreOne, before] = halves(one)
  const [coreOther, after] = halves(other)
  const cores = compareParts(coreOne, coreOther)
  // A version without an addition is newer than one with it.
  if (cores !== 0 || before === after) return cores
  return !before || !after ? (before ? -1 : 1) : compareParts(before, after)
}

const halves = (version: string): [core: string, addition: string] => {
  const [core = "", addition = ""] = (version.split("+")[0] ?? "").split(/-(.*)/s)
  return [core, addition]
}

function compareParts(one: string, other: string): number {
  const [left, right] = [one.split("."), other.split(".")]
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [a, b] = [left[index], right[index]]
    if (a === b) continue
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1
    const [numberA, numberB] = [Number(a), Number(b)]
    if (Number.isNaN(numberA) !== Number.isNaN(numberB)) return Number.isNaN(numberA) ? 1 : -1
    if (Number.isNaN(numberA)) return a < b ? -1 : 1
    if (numberA !== numberB) return numberA - numberB
  }
  return 0
}
