import { spawn } from "node:child_process"
import { readFile, realpath, writeFile } from "node:fs/promises"
import path from "node:path"
import { Client } from "pg"
import { describe, expect, test } from "vitest"
import { databaseAccount } from "@/lib/start/account"
import { npmStart, type Started, withoutMail } from "../support/npm-start"
import { isAlive, postgresPid } from "../support/processes"
import { sql } from "../support/sql"

const slug = "wes-session-repeat"

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
    const first = await npmStart({ env: withoutMail })
    const data = await realpath(path.join(first.dataDir, "postgres"))
    const pidFile = await readFile(path.join(data, "postmaster.pid"), "utf8")
    await first.killGroup()
    const stranger = spawn("sleep", ["600"], { ...databaseAccount() })
    await writeFile(path.join(data, "postmaster.pid"), pidFile.replace(/^\d+/, String(stranger.pid)))

    const second = await npmStart({ dataDir: first.dataDir, env: withoutMail })
    expect(await second.stop()).toBe(0)
    expect(isAlive(stranger.pid ?? 0)).toBe(true)
    stranger.kill()
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
