import { execFileSync } from "node:child_process"
import { chown, cp, mkdir, readdir, readlink } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { expect, test } from "vitest"
import { isAlive, listProcesses } from "../support/processes"
import { launchSite, startSite, temporaryFolder } from "../support/site"

// Where the checkout and its data may lie, and for whom.

const isRoot = process.getuid?.() === 0

/** A copy of this checkout in a folder of mode 0700 in the home folder, without a build. */
async function copyCheckout(): Promise<string> {
  const copy = await temporaryFolder(os.homedir(), 0o700)
  const left = [".git", ".next", ".data", "node_modules", "tests", "docs"]
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

test("below a home folder that is closed to everybody else; a build that was cut off is made again, once for two who start together", async () => {
  const cwd = await copyCheckout()
  const cutOff = await launchSite({ cwd, env: { DATA_DIR: ".data/first" } })
  await cutOff.waitForLog("Creating an optimized production build")
  await cutOff.killGroup()

  const other = startSite({ cwd, env: { DATA_DIR: ".data/second" } })
  const site = await startSite({ cwd, env: { DATA_DIR: ".data/first" } })
  expect((await fetch(site.url)).status).toBe(200)
  expect((await fetch((await other).url)).status).toBe(200)
  const builds = [site.log(), (await other).log()].filter((log) => log.includes("Compiled successfully"))
  expect(builds).toHaveLength(1)
  expect(await Promise.all([site.stop(), (await other).stop()])).toEqual([0, 0])

  const again = await startSite({ cwd, env: { DATA_DIR: ".data/first" } })
  expect(again.log()).not.toContain("Building")
  expect(await again.stop()).toBe(0)
})

test("a relative DATA_DIR with spaces in its name", async () => {
  const DATA_DIR = path.relative(".", path.join(await temporaryFolder(), "the site's own data"))
  const site = await startSite({ env: { DATA_DIR } })
  expect((await readdir(site.dataDir)).sort()).toEqual(["mailbox", "postgres", "secret"])
  expect(await site.stop()).toBe(0)
})

test("Ctrl-C while it builds leaves no builder behind, and nothing that counts as a build", async () => {
  const cwd = await copyCheckout()
  const site = await launchSite({ cwd, env: { DATA_DIR: ".data" } })
  await site.waitForLog("Creating an optimized production build")
  expect(await site.stop()).toBe(0)
  expect(listProcesses().filter((process) => process.group === site.group)).toEqual([])
  expect(site.log()).not.toContain("could not be built")
  expect(await readdir(path.join(cwd, ".next"))).not.toContain("foyer-sources")
})

if (isRoot) {
  test("as root, with a DATA_DIR that only root may enter, also after a first start that was cut off", async () => {
    const dataDir = await temporaryFolder(os.tmpdir(), 0o700)
    const cutOff = await launchSite({ dataDir })
    await expect.poll(() => readdir(dataDir), { interval: 5, timeout: 20_000 }).toContain("postgres")
    await cutOff.killGroup()
    const data = await readlink(path.join(dataDir, "postgres"))

    const site = await startSite({ dataDir })
    expect((await fetch(`${site.url}/health`)).status).toBe(200)
    expect(await readlink(path.join(dataDir, "postgres"))).toBe(data)
    expect(await site.stop()).toBe(0)
  })

  test("as somebody who is not root", async () => {
    const folder = await temporaryFolder()
    const home = path.join(folder, "home")
    await mkdir(home)
    await chown(home, 65534, 65534)
    const command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "npm", "start"]
    const site = await startSite({ command, env: { HOME: home }, dataDir: path.join(home, "data") })
    expect((await fetch(`${site.url}/health`)).status).toBe(200)
    expect(await site.stop()).toBe(0)

    const refused = await launchSite({ command, env: { HOME: home }, dataDir: path.join(folder, "not theirs") })
    expect(await refused.ended).toBe(1)
    expect(refused.log()).toMatch(/DATA_DIR .*not theirs cannot be used \(EACCES/)
    expect(isAlive(refused.group)).toBe(false)
  })
}
