import { rm, stat } from "node:fs/promises"
import path from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { runCommand } from "../support/command"
import { emptyDatabase, setSiteLease } from "../support/database"
import { openDesk } from "../support/desk"
import { temporaryFolder } from "../support/folders"
import { lookWhileStopped, npmStart, type Started, secretOf } from "../support/npm-start"
import { inParallel, post } from "../support/posts"
import { postgresPid } from "../support/processes"
import { countsOf, differencesOf, lacking, readTables, type Tables } from "../support/rows"
import { secret } from "../support/secret"
import { openSink } from "../support/sink"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { startSystemPostgres } from "../support/system-postgres"
import { pause } from "../support/until"

// What was committed is there after kill -9 of everything, and after a backup is restored elsewhere: row for row.

const crowd = full(300, 3000)
const slug = "wes-session-repeat"
let sink: Awaited<ReturnType<typeof openSink>>
let site: Started
let folder = ""
const start = (dataDir?: string, env: Record<string, string> = {}) =>
  npmStart({ env: { SMTP_URL: sink.url, MAIL_RATE: "unlimited", ...env }, ...(dataDir && { dataDir }) })

beforeAll(async () => {
  sink = await openSink()
  folder = await temporaryFolder()
  site = await start()
  await setSiteLease(await site.databaseUrl(), full(10, 30))
  const change = async (what: string) => sql(await site.databaseUrl(), `update "Event" set ${what} where slug = '${slug}'`)
  await change("capacity = 100000")
  // Somebody signs in, or every start would make one more link for the first organiser.
  await openDesk(site, slug)
  await register("early", 10)
  await readQuiet()
  await change(`"joinUrl" = 'https://webinar.example/j/1', passcode = '482 913', "joinVersion" = 1, "joinReleasedVersion" = 1, "nextDueAt" = foyer_now()`)
  await register("late", 10)
})
afterAll(() => sink.close())

/** Posts that many people and returns the addresses whose registration was answered. */
async function register(name: string, count: number, onAnswer: (answered: number) => void = () => undefined): Promise<string[]> {
  const answered: string[] = []
  await inParallel(count, 20, async (index) => {
    const email = `${name}-${index}@example.org`
    const answer = await post(`${site.url}/events/${slug}/registrations`, { name: `${name} ${index}`, email }).catch(() => null)
    if (answer?.status !== 303 || !answer.headers.get("location")?.endsWith("/registered")) return
    answered.push(email)
    onAnswer(answered.length)
  })
  return answered
}

/** Everything in the database, once no mail is due, all of it has gone, and two looks show the same. */
async function readQuiet(): Promise<Tables> {
  const unfinished = `select from "Event" where "nextDueAt" <= foyer_now() union all select from "Delivery" where state <> 'sent'`
  let seen: Tables = {}
  for (let look = 0; look < 100; look += 1, await pause(1500)) {
    const before = seen
    const url = await site.databaseUrl()
    const left = await sql(url, unfinished)
    seen = await readTables(url)
    if (left.length === 0 && differencesOf(before, seen).length === 0) return seen
  }
  throw new Error(`The site did not come to rest: ${countsOf(seen)}`)
}

const addressesIn = async (databaseUrl: string) =>
  new Set((await sql<{ email: string }>(databaseUrl, `select email from "Registration"`)).map((row) => row.email))

/** What must be 0: registrations without their confirmation, confirmations without their registration, and places that nobody counted. */
async function faultsIn(databaseUrl: string) {
  const [faults] = await sql(
    databaseUrl,
    `select
       (select count(*)::int from "Registration" r where not exists (select from "Delivery" d where d.key = 'confirmation:' || r.id || ':r' || r.round)) as unowed,
       (select count(*)::int from "Delivery" d where kind = 'confirmation' and not exists (select from "Registration" r where r.id = d."registrationId")) as orphaned,
       (select sum(taken)::int from "Event") - (select count(*)::int from "Registration" where status = 'registered') as miscounted`,
  )
  return faults
}

test("kill -9 of npm, the site and PostgreSQL: the next start finds every row as it was", async () => {
  const before = await readQuiet()
  await site.killGroup()
  expect(await postgresPid(site.dataDir)).toBeNull()
  const after = await lookWhileStopped(site.dataDir, readTables)
  console.log(`kill -9 when quiet: ${countsOf(before)}; different: ${differencesOf(before, after).join("; ") || "nothing"}`)
  expect(before.Registration).toHaveLength(20)
  expect(before.Delivery).toHaveLength(30)
  expect(differencesOf(before, after)).toEqual([])
  site = await start(site.dataDir)
  expect(differencesOf(before, await readQuiet())).toEqual([])
})

test(`kill -9 in the middle of ${crowd} posts: what was there is untouched, and every answered registration is there`, async () => {
  const before = await readQuiet()
  let killed: Promise<void> | undefined
  const answered = await register("loaded", crowd, (count) => {
    if (count === Math.round(crowd / 3)) killed = site.killGroup()
  })
  await killed
  site = await start(site.dataDir)
  const url = await site.databaseUrl()
  const [after, there] = [await readTables(url), await addressesIn(url)]
  console.log(`kill -9 under load: ${answered.length} of ${crowd} posts were answered; ${countsOf(after)}`)
  expect(answered.length).toBeLessThan(crowd)
  expect(answered.filter((email) => !there.has(email))).toEqual([])
  // The event counts its places, and the mail server's row says when it last took a letter: nothing else of what was there may differ.
  const changed = Object.keys(before).flatMap((name) => lacking(before[name], after[name]).map((row) => [name, row]))
  expect(changed.filter(([name, row]) => name !== "MailServer" && !(name === "Event" && row?.includes(slug)))).toEqual([])
  expect(await faultsIn(url)).toEqual({ unowed: 0, orphaned: 0, miscounted: 0 })
})

/** The personal link of somebody who was mailed one, on another site. */
const linkOf = (to: string, elsewhere: Started) => {
  const mail = sink.received.find((received) => received.to === to)
  const own = /http:\/\/localhost:\d+(\/attend\/[\w-]{44})/.exec(mail?.text ?? "")?.[1]
  if (!own) throw new Error(`${to} was mailed no link:\n${mail?.text}`)
  return `${elsewhere.url}${own}`
}

async function expectOwnPage(elsewhere: Started): Promise<void> {
  const page = await fetch(linkOf("early-3@example.org", elsewhere))
  expect(page.status).toBe(200)
  const text = await page.text()
  expect([text.includes("You are registered"), text.includes("482 913")]).toEqual([true, true])
}

test("a backup beside the running site, restored into an empty DATA_DIR: every row is there, and so is the page behind a link that was mailed", async () => {
  const before = await readQuiet()
  const file = path.join(folder, "quiet.gz")
  const [events, registrations, letters] = [before.Event?.length, before.Registration?.length, before.Delivery?.length]
  const sentence = `${events} events, ${registrations?.toLocaleString("en-GB")} registrations and ${letters?.toLocaleString("en-GB")} letters are in`
  const backup = await runCommand(["backup", "--", file], { dataDir: site.dataDir })
  expect([backup.code, backup.said]).toEqual([0, [`${sentence} ${file}.`]])
  expect((await stat(file)).mode & 0o777).toBe(0o600)

  const dataDir = path.join(folder, "elsewhere")
  const restore = await runCommand(["restore", "--", file], { dataDir })
  expect([restore.code, restore.said[0]]).toEqual([0, `${sentence} the database.`])
  expect(await postgresPid(dataDir)).toBeNull()
  const after = await lookWhileStopped(dataDir, readTables)
  console.log(`restored into an embedded PostgreSQL: ${countsOf(after)}; different: ${differencesOf(before, after).join("; ") || "nothing"}`)
  expect(differencesOf(before, after)).toEqual([])
  expect(await secretOf(dataDir)).not.toBe(await secretOf(site.dataDir))

  const elsewhere = await start(dataDir)
  await expectOwnPage(elsewhere)
  expect(await elsewhere.stop()).toBe(0)

  // Without the secret that came with the backup, the same link opens nothing.
  await rm(path.join(dataDir, "secrets-restored"))
  const forgetful = await start(dataDir)
  expect((await fetch(linkOf("early-3@example.org", forgetful))).status).toBe(404)
  expect(await forgetful.stop()).toBe(0)
}, 300_000)

test("the same backup, restored into a PostgreSQL of the system's own; and one changed row is seen", async () => {
  const before = await readTables(await site.databaseUrl())
  const postgres = await startSystemPostgres()
  try {
    await sql(`${postgres.url}/postgres`, "create database foyer")
    const env = { DATABASE_URL: `${postgres.url}/foyer`, AUTH_SECRET: secret }
    const dataDir = path.join(folder, "outside")
    expect((await runCommand(["restore", "--", path.join(folder, "quiet.gz")], { dataDir, env })).code).toBe(0)
    const after = await readTables(env.DATABASE_URL)
    console.log(`restored into ${postgres.version}: ${countsOf(after)}; different: ${differencesOf(before, after).join("; ") || "nothing"}`)
    expect(differencesOf(before, after)).toEqual([])

    await sql(env.DATABASE_URL, `update "Registration" set organisation = 'Elsewhere' where email = 'early-3@example.org'`)
    const changed = differencesOf(before, await readTables(env.DATABASE_URL))
    console.log(`negative control: ${changed.join("; ")}`)
    expect(changed).toEqual(["Registration: 1 rows lost, 1 that were not there"])

    const outside = await start(dataDir, env)
    await expectOwnPage(outside)
    expect(await outside.stop()).toBe(0)
  } finally {
    await postgres.stop()
  }
})

test("a backup in the middle of posts is one moment: everybody answered before it is in it, each with the letter they are owed", async () => {
  const file = path.join(folder, "loaded.gz")
  const answered: string[] = []
  let isOver = false
  const posting = inParallel(100_000, 10, async (index) => {
    if (isOver) return
    const email = `busy-${index}@example.org`
    const answer = await post(`${site.url}/events/${slug}/registrations`, { name: "Busy", email })
    if (answer.status === 303) answered.push(email)
  })
  const backingUp = async () => {
    await expect.poll(() => answered.length, { timeout: 60_000 }).toBeGreaterThan(50)
    const answeredBefore = [...answered]
    const backup = await runCommand(["backup", "--", file], { dataDir: site.dataDir })
    // More than were in flight: some of these were posted after it.
    const atItsEnd = answered.length
    await expect.poll(() => answered.length, { timeout: 60_000 }).toBeGreaterThan(atItsEnd + 20)
    return { answeredBefore, backup }
  }
  const { answeredBefore, backup } = await backingUp().finally(() => {
    isOver = true
    return posting
  })
  const url = await emptyDatabase()
  const env = { DATABASE_URL: url, AUTH_SECRET: secret }
  expect([backup.code, (await runCommand(["restore", "--", file], { env })).code]).toEqual([0, 0])

  const there = await addressesIn(url)
  const busy = [...there].filter((email) => email.startsWith("busy-")).length
  console.log(`backup under load: ${answeredBefore.length} answered before it, ${busy} in it, ${answered.length} answered in all`)
  expect(answeredBefore.filter((email) => !there.has(email))).toEqual([])
  expect(busy).toBeLessThan(answered.length)
  expect(await faultsIn(url)).toEqual({ unowed: 0, orphaned: 0, miscounted: 0 })

  // Negative control: a person and a letter that are missing from the restored rows are noticed.
  await sql(url, `delete from "Registration" where email = $1`, [answeredBefore[0]])
  await sql(url, `delete from "Delivery" where "registrationId" = (select id from "Registration" where email = $1)`, [answeredBefore[1]])
  const left = await addressesIn(url)
  expect(answeredBefore.filter((email) => !left.has(email))).toEqual([answeredBefore[0]])
  expect(await faultsIn(url)).toEqual({ unowed: 1, orphaned: 0, miscounted: 1 })
})
