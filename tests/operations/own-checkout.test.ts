import { execFileSync } from "node:child_process"
import { readdir, rm, stat, writeFile } from "node:fs/promises"
import path from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { copyCheckout } from "../support/checkout"
import { temporaryFolder } from "../support/folders"
import { launchNpm, npmStart, withoutMail } from "../support/npm-start"
import { listProcesses } from "../support/processes"

// The first start in a checkout, which builds the site.

const isRoot = process.getuid?.() === 0

/** A checkout of their own for somebody who is not root, and how they start it. Root does it for nobody; everybody else is themselves. */
async function openCheckout() {
  const cwd = await copyCheckout(await temporaryFolder())
  if (!isRoot) return { cwd, command: ["npm", "start"] }
  // All but node_modules, whose files are linked to the ones of this checkout.
  execFileSync("sh", ["-c", `chown nobody . && ls -A | grep -v node_modules | xargs chown -R nobody`], { cwd })
  const { uid } = await stat(cwd)
  return { cwd, command: ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "npm", "start"] }
}

describe("in a checkout of one's own, as somebody who is not root", () => {
  let cwd = ""
  let command: string[] = []
  beforeAll(async () => {
    ;({ cwd, command } = await openCheckout())
  })
  const as = (dataDir: string) => ({ cwd, command, env: { HOME: cwd, DATA_DIR: dataDir, ...withoutMail } })

  test("where nothing can be written, the start says so in one sentence", async () => {
    const inTheWay = path.join(cwd, ".programs")
    await writeFile(inTheWay, "")
    const refused = await launchNpm(as(".data/first"))
    expect(await refused.ended).toBe(1)
    await rm(inTheWay)
    const lines = refused.log().split("\n")
    expect(lines.filter((line) => line && !/^(npm |> )/.test(line))).toEqual([
      expect.stringMatching(/^The program cannot be put into \S+ \(.+\)\. Give this user the right to write there\.$/),
    ])
  })

  test("Ctrl-C while it builds leaves no builder behind, and nothing that counts as a build", async () => {
    const site = await launchNpm(as(".data/first"))
    await site.waitForLog("Creating an optimized production build")
    expect(await site.stop()).toBe(0)
    expect(listProcesses().filter((process) => process.group === site.group)).toEqual([])
    expect(site.log()).not.toContain("could not be built")
    expect(await readdir(path.join(cwd, ".next"))).not.toContain("foyer-sources")
  })

  test("a build that was cut off is made again, once for two who start together", async () => {
    const cutOff = await launchNpm(as(".data/first"))
    await cutOff.waitForLog("Creating an optimized production build")
    await cutOff.killGroup()
    await writeFile(path.join(cwd, ".next/diagnostics/build-diagnostics.json"), "")
    // As in a fresh clone: what Node finds of packages at first it believes to the end.
    await rm(path.join(cwd, ".next/package.json"))

    const other = npmStart(as(".data/second"))
    const site = await npmStart(as(".data/first"))
    for (const { url } of [site, await other])
      for (const page of ["/", "/events/wes-session-repeat", "/admin/sign-in"]) expect([page, (await fetch(`${url}${page}`)).status]).toEqual([page, 200])
    const builds = [site.log(), (await other).log()].filter((log) => log.includes("Compiled successfully"))
    expect(builds).toHaveLength(1)
    const owners = await Promise.all([cwd, path.join(site.dataDir, "postgres")].map(async (place) => (await stat(place)).uid))
    expect(owners[1]).toBe(owners[0])
    expect(await Promise.all([site.stop(), (await other).stop()])).toEqual([0, 0])
  }, 400_000)

  test("the next start builds nothing", async () => {
    const again = await npmStart(as(".data/first"))
    expect(again.log()).not.toContain("Building")
    expect((await fetch(`${again.url}/health`)).status).toBe(200)
    expect(await again.stop()).toBe(0)
  })

  test.runIf(isRoot)("a DATA_DIR that is not theirs", async () => {
    const refused = await launchNpm({ ...as(""), dataDir: path.join(await temporaryFolder(), "not theirs") })
    expect(await refused.ended).toBe(1)
    expect(refused.log()).toMatch(/DATA_DIR .*not theirs cannot be used \(EACCES/)
    expect(listProcesses().filter((process) => process.group === refused.group)).toEqual([])
  })
})
