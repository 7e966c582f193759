import { mkdir, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import path from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { freePort } from "@/lib/start/ports"
import { temporaryFolder } from "../support/folders"
import { launchNpm, npmStart, withoutMail } from "../support/npm-start"
import { listProcesses, postgresPid } from "../support/processes"
import { secret } from "../support/secret"

// Whatever is wrong at a start is told in one plain sentence that says what to do, and nothing is left running.

const taken = createServer()
let takenPort = 0
let folder = ""

beforeAll(async () => {
  takenPort = await freePort()
  await new Promise<void>((resolve) => taken.listen(takenPort, "127.0.0.1", resolve))
  folder = await temporaryFolder()
})
afterAll(() => void taken.close())

/** What the product itself said, without npm's lines and what went well before. */
async function sentencesOf(start: Parameters<typeof launchNpm>[0]): Promise<string[]> {
  const site = await launchNpm(start)
  expect(await site.ended).toBe(1)
  expect(listProcesses().filter((process) => process.group === site.group)).toEqual([])
  expect(await postgresPid(site.dataDir)).toBeNull()
  return site
    .log()
    .split("\n")
    .filter((line) => line && !/^(npm |> |PostgreSQL is running|The demonstration is)/.test(line))
}

test("the site's port is in use", async () => {
  expect(await sentencesOf({ env: { PORT: String(takenPort) } })).toEqual([`Port ${takenPort} is in use. Stop what uses it, or set PORT to another port.`])
})

test("the mailbox's port is in use", async () => {
  expect(await sentencesOf({ env: { MAILBOX_PORT: String(takenPort) } })).toEqual([
    `Port ${takenPort} is in use. Stop what uses it, or set MAILBOX_PORT to another port.`,
  ])
})

test("the database does not answer", async () => {
  const DATABASE_URL = `postgresql://somebody:hidden-password@127.0.0.1:${await freePort()}/foyer`
  const [sentence, ...more] = await sentencesOf({ env: { DATABASE_URL, AUTH_SECRET: secret } })
  expect(more).toEqual([])
  expect(sentence).toMatch(/^The database foyer at 127\.0\.0\.1:\d+ does not answer \(.*ECONNREFUSED.*\)\. Start it, or correct DATABASE_URL\.$/)
})

test("the data is of another PostgreSQL version", async () => {
  const data = path.join(folder, "old", "postgres")
  await mkdir(data, { recursive: true })
  await writeFile(path.join(data, "PG_VERSION"), "15\n")
  expect(await sentencesOf({ dataDir: path.dirname(data) })).toEqual([
    `${data} was made by PostgreSQL 15, and this Foyer runs PostgreSQL 18. Set DATA_DIR to another folder, or set DATABASE_URL to a PostgreSQL 15 of your own.`,
  ])
})

test("the folder of the data cannot be written", async () => {
  const file = path.join(folder, "file")
  await writeFile(file, "")
  const [sentence, ...more] = await sentencesOf({ dataDir: path.join(file, "data") })
  expect(more).toEqual([])
  expect(sentence).toMatch(/^DATA_DIR .*file\/data cannot be used \(.*\)\. Give this user the right to write there, or set DATA_DIR to another folder\.$/)
})

test("the secret is not the one that the data was made with", async () => {
  const site = await npmStart({ env: withoutMail })
  expect(await site.stop()).toBe(0)
  await writeFile(path.join(site.dataDir, "secret"), "another secret of thirty-two characters or more")
  expect(await sentencesOf({ dataDir: site.dataDir })).toEqual([
    "The file `secret` in DATA_DIR is not the one that its database was made with. Put that one back.",
  ])
})

test("a public site has no mail server", async () => {
  expect(await sentencesOf({ env: { SITE_URL: "https://events.example.org" } })).toEqual([
    expect.stringMatching(/^SMTP_URL is not set, and SITE_URL is public\. Set SMTP_URL to an SMTP address, such as /),
  ])
})

test("several settings are wrong: one line each", async () => {
  const lines = await sentencesOf({ env: { PORT: "eighty", MAIL_RATE: "fast", SITE_URL: "events.example.org", AUTH_SECRET: "short" } })
  expect(lines).toEqual([
    'PORT is "eighty". It must be a port number, such as 3000.',
    "SITE_URL is not usable. It must be the public address of the site without a path, such as https://events.example.org.",
    'MAIL_RATE is "fast". It must be messages a second, such as 10, or unlimited.',
    expect.stringMatching(/^AUTH_SECRET is not usable\. It must be at least 32 characters/),
  ])
})

test("a worker has no mail server", async () => {
  expect(await sentencesOf({ command: ["npm", "run", "worker"] })).toEqual(["A worker needs SMTP_URL: the local mailbox belongs to `npm start`."])
})
