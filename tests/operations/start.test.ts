import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { readFile, realpath, writeFile } from "node:fs/promises"
import net from "node:net"
import path from "node:path"
import { Client } from "pg"
import { beforeAll, describe, expect, test } from "vitest"
import { databaseAccount } from "@/lib/start/account"
import { temporaryFolder } from "../support/folders"
import { launchNpm, npmStart, type Started, withoutMail } from "../support/npm-start"
import { isAlive, listProcesses, postgresPid } from "../support/processes"
import { sql } from "../support/sql"
import { until } from "../support/until"

const slug = "wes-session-repeat"
type Launched = Awaited<ReturnType<typeof launchNpm>>

async function registerAda(site: Started): Promise<void> {
  const body = new URLSearchParams({ name: "Ada Lovelace", email: "ada@example.org", website: "" })
  const { status, headers } = await fetch(`${site.url}/events/${slug}/registrations`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: site.url },
    body,
  })
  expect([status, headers.get("location")]).toEqual([303, `/events/${slug}/registered`])
}

/** Every row of every table that people's places and mail hang on, except the signs of life. */
async function readRows(site: Started): Promise<unknown[]> {
  const client = new Client({ connectionString: await site.databaseUrl() })
  await client.connect()
  const tables = ["User", "Event", "Registration", "Delivery"]
  const rows = await Promise.all(tables.map((table) => client.query(`select * from "${table}" order by id`)))
  await client.end()
  return rows.map((result) => result.rows)
}

/** What the mailer has still to look at or to send. */
const unfinished = async (site: Started) =>
  sql(await site.databaseUrl(), `select id from "Event" where "nextDueAt" <= foyer_now() union all select id from "Delivery" where state <> 'sent'`)

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

describe("what was there is there again", () => {
  test("after kill -9 of the site alone, whose PostgreSQL the next start adopts, and after kill -9 of everything", async () => {
    const first = await npmStart()
    await registerAda(first)
    await first.waitForMail((mail) => mail.to === "ada@example.org")
    await expect.poll(() => unfinished(first), { timeout: 20_000 }).toEqual([])
    const rows = await readRows(first)
    const postgres = await postgresPid(first.dataDir)

    await first.killParent()
    expect(await postgresPid(first.dataDir)).toBe(postgres)
    const second = await npmStart({ dataDir: first.dataDir })
    expect(await postgresPid(first.dataDir)).toBe(postgres)
    expect(await readRows(second)).toEqual(rows)

    await second.killGroup()
    expect(await postgresPid(first.dataDir)).toBeNull()
    const third = await npmStart({ dataDir: first.dataDir })
    expect(await readRows(third)).toEqual(rows)
    expect((await fetch(`${third.url}/events/${slug}`)).status).toBe(200)
    expect((await third.mails()).map((mail) => mail.to)).toEqual(["ada@example.org"])
    expect(await third.stop()).toBe(0)
  })

  test("after a crash whose process id is another program's by now", async () => {
    const first = await again()
    const data = await realpath(path.join(first.dataDir, "postgres"))
    const pidFile = await readFile(path.join(data, "postmaster.pid"), "utf8")
    await first.killGroup()
    const stranger = spawn("sleep", ["600"], { ...databaseAccount() })
    await writeFile(path.join(data, "postmaster.pid"), pidFile.replace(/^\d+/, String(stranger.pid)))

    const second = await again()
    expect(await second.stop()).toBe(0)
    expect(isAlive(stranger.pid ?? 0)).toBe(true)
    stranger.kill()
  })
})

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

test("two sites from one checkout run side by side, each on its own data", async () => {
  const [one, other] = await Promise.all([npmStart(), npmStart()])
  await registerAda(one)
  await one.waitForMail((mail) => mail.to === "ada@example.org")
  expect(await other.mails()).toEqual([])
  expect(JSON.stringify(await readRows(other))).not.toContain("ada@example.org")
  expect(await one.stop()).toBe(0)
  expect((await fetch(`${other.url}/health`)).status).toBe(200)
  expect(await other.stop()).toBe(0)
})
