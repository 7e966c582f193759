import { Client } from "pg"
import { expect, inject, test } from "vitest"
import { cloneDatabase } from "../support/database"
import { launchNpm, npmStart, withoutMail } from "../support/npm-start"
import { postgresPid } from "../support/processes"
import { secret } from "../support/secret"
import { openSink } from "../support/sink"

// The commands that run beside the site.

/** Runs `npm run organiser -- …` and returns its exit code and what it said. */
async function organiser(dataDir: string, env: Record<string, string>, ...words: string[]) {
  const command = await launchNpm({ command: ["npm", "run", "--silent", "organiser", "--", ...words], dataDir, env })
  const code = await command.ended
  return {
    code,
    said: command
      .log()
      .replace(/^npm warn.*\n/gm, "")
      .trim(),
  }
}

test("organisers are added and let in with the site running and stopped, and the database stays up under a running site", async () => {
  const site = await npmStart({ env: withoutMail })
  const env = { ...withoutMail, PORT: new URL(site.url).port }
  const postgres = await postgresPid(site.dataDir)
  expect(await organiser(site.dataDir, env, "add", "grace@example.org")).toEqual({ code: 0, said: "grace@example.org is an organiser now." })
  expect(await organiser(site.dataDir, env, "add", "Grace@example.org")).toEqual({ code: 0, said: "Grace@example.org was an organiser already." })
  const link = await organiser(site.dataDir, env, "link", "grace@example.org")
  expect(link.said).toContain(`${site.url}/admin/sign-in/link/`)
  expect(await (await fetch(link.said)).text()).toContain("grace@example.org")
  expect(await postgresPid(site.dataDir)).toBe(postgres)
  expect((await fetch(`${site.url}/health`)).status).toBe(200)

  expect(await site.stop()).toBe(0)
  expect(await organiser(site.dataDir, env, "add", "alan@example.org")).toEqual({ code: 0, said: "alan@example.org is an organiser now." })
  expect((await organiser(site.dataDir, env, "link", "alan@example.org")).said).toContain(`${site.url}/admin/sign-in/link/`)
  expect(await organiser(site.dataDir, env, "link", "nobody@example.org")).toEqual({
    code: 1,
    said: "There is no organiser nobody@example.org. Make one: npm run organiser -- add nobody@example.org",
  })
  expect((await organiser(site.dataDir, env, "remove", "alan@example.org")).code).toBe(1)
  expect(await postgresPid(site.dataDir)).toBeNull()
})

test("a worker on a database of one's own sends what the site only writes down", async () => {
  const sink = await openSink()
  const env = {
    DATABASE_URL: await cloneDatabase(),
    SMTP_URL: sink.url,
    AUTH_SECRET: secret,
    OWNER_EMAIL: "owner@example.org",
    MAILER: "off",
  }
  const site = await npmStart({ env })
  const asked = await fetch(`${site.url}/admin/sign-in/request`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: site.url },
    body: new URLSearchParams({ email: "owner@example.org" }),
  })
  expect(asked.status).toBe(303)
  expect((await fetch(`${site.url}/health`)).status).toBe(503)
  expect(sink.received).toEqual([])

  const worker = await npmStart({ env, command: ["npm", "run", "worker"], ready: "The mailer is running" })
  await expect.poll(() => sink.received.length, { timeout: 20_000 }).toBe(1)
  expect(sink.received[0]?.text).toContain("/admin/sign-in/link/")
  const health = await fetch(`${worker.url}/health`)
  expect([health.status, await health.json()]).toEqual([200, { database: true, mailer: true, oldestWaiting: null }])
  expect((await fetch(`${site.url}/health`)).status).toBe(200)

  expect(await worker.stop()).toBe(0)
  expect(await site.stop()).toBe(0)
  // A database of one's own is not ours to stop.
  const client = new Client({ connectionString: `${inject("postgres")}/postgres` })
  await client.connect()
  await client.end()
  await sink.close()
})
