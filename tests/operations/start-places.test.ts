import { execFileSync } from "node:child_process"
import { cp, readdir, readlink, stat } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { expect, test } from "vitest"
import { temporaryFolder } from "../support/folders"
import { launchNpm, npmStart } from "../support/npm-start"
import { listProcesses } from "../support/processes"

// Where the checkout and its data may lie, and for whom.

const isRoot = process.getuid?.() === 0

/** A copy of this checkout, without a build. */
async function copyCheckout(copy: string): Promise<string> {
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
  const cwd = await copyCheckout(await temporaryFolder(os.homedir(), 0o700))
  const cutOff = await launchNpm({ cwd, env: { DATA_DIR: ".data/first" } })
  await cutOff.waitForLog("Creating an optimized production build")
  await cutOff.killGroup()

  const other = npmStart({ cwd, env: { DATA_DIR: ".data/second" } })
  const site = await npmStart({ cwd, env: { DATA_DIR: ".data/first" } })
  expect((await fetch(site.url)).status).toBe(200)
  expect((await fetch((await other).url)).status).toBe(200)
  const builds = [site.log(), (await other).log()].filter((log) => log.includes("Compiled successfully"))
  expect(builds).toHaveLength(1)
  expect(await Promise.all([site.stop(), (await other).stop()])).toEqual([0, 0])

  const again = await npmStart({ cwd, env: { DATA_DIR: ".data/first" } })
  expect(again.log()).not.toContain("Building")
  expect(await again.stop()).toBe(0)
}, 400_000)

test("a relative DATA_DIR with spaces in its name", async () => {
  const DATA_DIR = path.relative(".", path.join(await temporaryFolder(), "the site's own data"))
  const site = await npmStart({ env: { DATA_DIR } })
  expect((await readdir(site.dataDir)).sort()).toEqual(["mailbox", "postgres", "secret"])
  expect(await site.stop()).toBe(0)
})

test("Ctrl-C while it builds leaves no builder behind, and nothing that counts as a build", async () => {
  const cwd = await copyCheckout(await temporaryFolder(os.homedir(), 0o700))
  const site = await launchNpm({ cwd, env: { DATA_DIR: ".data" } })
  await site.waitForLog("Creating an optimized production build")
  expect(await site.stop()).toBe(0)
  expect(listProcesses().filter((process) => process.group === site.group)).toEqual([])
  expect(site.log()).not.toContain("could not be built")
  expect(await readdir(path.join(cwd, ".next"))).not.toContain("foyer-sources")
})

if (isRoot) {
  test("as root, with a DATA_DIR that only root may enter, also after a first start that was cut off", async () => {
    const dataDir = await temporaryFolder(os.tmpdir(), 0o700)
    const cutOff = await launchNpm({ dataDir })
    await expect.poll(() => readdir(dataDir), { interval: 5, timeout: 20_000 }).toContain("postgres")
    await cutOff.killGroup()
    const data = await readlink(path.join(dataDir, "postgres"))

    const site = await npmStart({ dataDir })
    expect((await fetch(`${site.url}/health`)).status).toBe(200)
    expect(await readlink(path.join(dataDir, "postgres"))).toBe(data)
    expect(await site.stop()).toBe(0)
  })

  test("as somebody who is not root, in a checkout of their own", async () => {
    const cwd = await copyCheckout(await temporaryFolder())
    // All but node_modules, whose files are linked to the ones of this checkout.
    execFileSync("sh", ["-c", `chown nobody . && ls -A | grep -v node_modules | xargs chown -R nobody`], { cwd })
    const { uid } = await stat(cwd)
    const command = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "npm", "start"]
    const site = await npmStart({ cwd, command, env: { HOME: cwd, DATA_DIR: ".data" } })
    expect((await fetch(`${site.url}/health`)).status).toBe(200)
    expect((await stat(path.join(site.dataDir, "postgres"))).uid).toBe(uid)
    expect(await site.stop()).toBe(0)

    const refused = await launchNpm({ cwd, command, env: { HOME: cwd }, dataDir: path.join(await temporaryFolder(), "not theirs") })
    expect(await refused.ended).toBe(1)
    expect(refused.log()).toMatch(/DATA_DIR .*not theirs cannot be used \(EACCES/)
    expect(listProcesses().filter((process) => process.group === refused.group)).toEqual([])
  })
}
