import { readdir, readlink } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { expect, test } from "vitest"
import { copyCheckout } from "../support/checkout"
import { temporaryFolder } from "../support/folders"
import { launchNpm, npmStart, withoutMail } from "../support/npm-start"

// Where the checkout and its data may lie.

const isRoot = process.getuid?.() === 0

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
