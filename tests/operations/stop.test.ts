import { once } from "node:events"
import { existsSync } from "node:fs"
import net from "node:net"
import path from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../support/folders"
import { launchNpm, npmStart, withoutMail } from "../support/npm-start"
import { listProcesses, postgresPid } from "../support/processes"
import { until } from "../support/until"

type Launched = Awaited<ReturnType<typeof launchNpm>>

async function expectNothingLeft(site: { group: number; dataDir: string }): Promise<void> {
  expect(listProcesses().filter((process) => process.group === site.group)).toEqual([])
  expect(await postgresPid(site.dataDir)).toBeNull()
}

/** The data of stories that need none of their own: each takes it over from the one before, as a start on the next day does. */
let dataDir = ""
beforeAll(async () => {
  dataDir = path.join(await temporaryFolder(), "data")
})
const again = () => npmStart({ dataDir, env: withoutMail })

describe("stopping stops everything", () => {
  test("at a polite kill of npm, with browsers still connected", async () => {
    const starting = performance.now()
    const site = await npmStart()
    const took = performance.now() - starting
    const visitor = net.connect(Number(new URL(site.url).port), "127.0.0.1")
    visitor.on("error", () => undefined).write("GET / HTTP/1.1\r\nHost: localhost\r\n")
    await once(visitor, "connect")
    // The mailbox's page keeps asking for news.
    const greeting = await (await fetch(`${site.mailbox}/socket.io/?EIO=4&transport=polling`)).text()
    const { sid }: { sid: string } = JSON.parse(greeting.slice(1))
    const asking = fetch(`${site.mailbox}/socket.io/?EIO=4&transport=polling&sid=${sid}`).catch(() => undefined)

    const begun = performance.now()
    expect(await site.stop()).toBe(0)
    expect(performance.now() - begun).toBeLessThan(2 * took)
    await expectNothingLeft(site)
    await asking
  })

  test("at Ctrl-C, which reaches npm and the site at once", async () => {
    const site = await again()
    // What translated it has ended.
    expect(listProcesses().filter(({ group, command }) => group === site.group && command.includes("esbuild"))).toEqual([])
    process.kill(-site.group, "SIGINT")
    expect(await site.ended).toBe(0)
    expect(site.log()).toContain("Stopping")
    await expectNothingLeft(site)
  })

  test("when npm is killed outright, and the next start finds the port free", async () => {
    const first = await again()
    process.kill(first.group, "SIGKILL")
    await first.ended
    const second = await npmStart({ dataDir, env: { ...withoutMail, PORT: new URL(first.url).port } })
    expect(listProcesses().filter((process) => process.group === first.group)).toEqual([])
    expect((await fetch(`${second.url}/health`)).status).toBe(200)
    expect(await second.stop()).toBe(0)
    await expectNothingLeft(second)
  })

  test("also when PostgreSQL has died meanwhile", async () => {
    const starting = performance.now()
    const site = await again()
    const took = performance.now() - starting
    process.kill((await postgresPid(site.dataDir)) ?? 0, "SIGKILL")
    await expect.poll(async () => (await fetch(`${site.url}/health`)).status).toBe(503)
    const begun = performance.now()
    expect(await site.stop()).toBe(0)
    console.log(`without PostgreSQL it stopped in ${Math.round(performance.now() - begun)} ms, after a start of ${Math.round(took)} ms`)
    expect(performance.now() - begun).toBeLessThan(2 * took)
    await expectNothingLeft(site)
  })

  const answers = (url: string | null, isGood: (status: number) => boolean) =>
    fetch(url ?? "").then(
      ({ status }) => isGood(status),
      () => false,
    )
  const isLoading = ({ group }: Launched) =>
    listProcesses().some((process) => process.group === group && /^\S*node .*lib\/start\/start\.ts/.test(process.command))
  const steps: [string, (site: Launched) => boolean | Promise<boolean>][] = [
    ["it loads", isLoading],
    ["it makes its data folder", ({ dataDir }) => existsSync(path.join(dataDir, "postgres.new"))],
    ["PostgreSQL starts", async ({ dataDir }) => (await postgresPid(dataDir)) !== null],
    ["it migrates", ({ log }) => log().includes("PostgreSQL is running.")],
    ["the demonstration is there", ({ log }) => log().includes("The demonstration is in the database.")],
    ["the mailbox is there", ({ mailbox }) => answers(mailbox, () => true)],
    ["the site answers", ({ url }) => answers(url, (status) => status === 200)],
  ]
  test.each(steps)("at Ctrl-C in a first start as soon as %s", async (_, isThere) => {
    const site = await launchNpm()
    await until(() => isThere(site), 60_000)
    process.kill(-site.group, "SIGINT")
    await site.ended
    await expectNothingLeft(site)
    expect(site.log()).not.toMatch(/\n\s+at /)
  })

  test("at a polite kill while PostgreSQL starts", async () => {
    const site = await launchNpm()
    await expect.poll(() => postgresPid(site.dataDir), { interval: 5, timeout: 20_000 }).not.toBeNull()
    process.kill(-site.group, "SIGTERM")
    await site.ended
    await expectNothingLeft(site)
  })
})
