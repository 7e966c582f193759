import { execFileSync } from "node:child_process"
import { cp, readdir, readlink, stat } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../support/folders"
import { launchNpm, npmStart, withoutMail } from "../support/npm-start"
import { listProcesses } from "../support/processes"

// Where the checkout and its data may lie, and for whom.

const isRoot = process.getuid?.() === 0

/** A copy of this checkout, without its build or with it. */
async function copyCheckout(copy: string, build: string[] = []): Promise<string> {
  const left = [".git", ".next", ".data", "node_modules", "tests", "docs"].filter((name) => !build.includes(name))
  for (const name of await readdir(".")) if (!left.includes(name)) await cp(name, path.join(copy, name), { recursive: true })
  // Links to the same files, which takes no room, where the file system can.
  const [from, to] = [path.resolve("node_modules"), path.join(copy, "node_modules")]
  try {
    execFileSync("cp", ["-al", from, to], { stdio: "ignore" })
  } catch {
    execFileSync("cp", ["-a", from, to])
  }
  return copy
}

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

    const other = npmStart(as(".data/second"))
    const site = await npmStart(as(".data/first"))
    expect((await fetch(site.url)).status).toBe(200)
    expect((await fetch((await other).url)).status).toBe(200)
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

test("below a home folder that is closed to everybody else", async () => {
  const cwd = await copyCheckout(await temporaryFolder(os.homedir(), 0o700), [".next"])
  const site = await npmStart({ cwd, env: { DATA_DIR: ".data", ...withoutMail } })
  expect(site.log()).not.toContain("Building")
  expect((await fetch(site.url)).status).toBe(200)
  expect(await site.stop()).toBe(0)
})

test("a relative DATA_DIR with spaces in its name", async () => {
  const DATA_DIR = path.relative(".", path.join(await temporaryFolder(), "the site's own data"))
  const site = await npmStart({ env: { DATA_DIR } })
  expect((await readdir(site.dataDir)).sort()).toEqual(["mailbox", "postgres", "secret"])
  expect(await site.stop()).toBe(0)
})

test.runIf(isRoot)("as root, with a DATA_DIR that only root may enter, also after a first start that was cut off", async () => {
  const dataDir = await temporaryFolder(os.tmpdir(), 0o700)
  const cutOff = await launchNpm({ dataDir, env: withoutMail })
  await expect.poll(() => readdir(dataDir), { interval: 5, timeout: 20_000 }).toContain("postgres")
  await cutOff.killGroup()
  const data = await readlink(path.join(dataDir, "postgres"))

  const site = await npmStart({ dataDir, env: withoutMail })
  expect((await fetch(`${site.url}/health`)).status).toBe(200)
  expect(await readlink(path.join(dataDir, "postgres"))).toBe(data)
  expect(await site.stop()).toBe(0)
})
