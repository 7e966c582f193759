import { afterAll, beforeAll, expect, test } from "vitest"
import { setSiteLease } from "../support/database"
import { openDesk } from "../support/desk"
import { lookWhileStopped, npmStart, type Started } from "../support/npm-start"
import { inParallel, post } from "../support/posts"
import { openSink } from "../support/sink"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { until } from "../support/until"

// kill -9 of the whole tree, PostgreSQL included, in the middle of work; then a new start on the same DATA_DIR.

const people = full(200, 500)
/** Whoever dies with a letter keeps it from the others for as long. */
const leaseSeconds = full(10, 30)
const patience = 120_000
const slug = "wes-session-repeat"
const crowd = Array.from({ length: people }, (_, index) => `person-${index}@example.org`)
let sink: Awaited<ReturnType<typeof openSink>>
let site: Started
const start = (dataDir?: string) => npmStart({ env: { SMTP_URL: sink.url, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: "5" }, ...(dataDir && { dataDir }) })

beforeAll(async () => {
  sink = await openSink(full(150, 40))
  site = await start()
  await setSiteLease(await site.databaseUrl(), leaseSeconds)
  await sql(await site.databaseUrl(), `update "Event" set capacity = 5000 where slug = '${slug}'`)
})
afterAll(() => sink.close())

const count = async (condition: string) =>
  (await sql<{ count: number }>(await site.databaseUrl(), `select count(*)::int as count from "Delivery" where ${condition}`))[0]?.count ?? 0

const press = (email: string) => post(`${site.url}/events/${slug}/registrations`, { name: "One of many", email })
const readAddresses = async () => new Set((await sql<{ email: string }>(await site.databaseUrl(), `select email from "Registration"`)).map((row) => row.email))

/** Kills everything, starts again, and returns which rows the kill had found on their way. */
async function killAndStartAgain(): Promise<{ sending: string[]; data: string[] }> {
  await site.killGroup()
  const orphans = await lookWhileStopped(site.dataDir, (url) =>
    sql<{ id: string; state: string }>(url, `select id, state from "Delivery" where state in ('sending', 'data')`),
  )
  site = await start(site.dataDir)
  const ids = (state: string) => orphans.filter((row) => row.state === state).map((row) => row.id)
  return { sending: ids("sending"), data: ids("data") }
}

/** Message ids that arrived more than once. */
function copies(): string[] {
  const seen = new Map<string, number>()
  for (const { messageId } of sink.received) seen.set(messageId, (seen.get(messageId) ?? 0) + 1)
  return [...seen].filter(([, times]) => times > 1).map(([messageId]) => messageId.replace(/^<|@.*$/g, ""))
}

async function expectEverythingOnce(kind: string, found: { sending: string[]; data: string[] }): Promise<void> {
  console.log(`${kind}: the kill found ${found.sending.length} rows in sending and ${found.data.length} in data; ${copies().length} copies arrived`)
  expect(found.sending.length + found.data.length).toBeGreaterThan(0)
  await until(async () => (await count(`kind = '${kind}' and state <> 'sent'`)) === 0, patience)
  for (const copy of copies()) expect(found.data).toContain(copy)
  expect(await count(`"possiblyTwice" > 0`)).toBe(found.data.length)
}

test(`a kill in the middle of ${people} posts loses no answered registration and no confirmation`, async () => {
  const answered: string[] = []
  const posting = inParallel(people, 5, async (index) => {
    const email = crowd[index] ?? ""
    const answer = await press(email).catch(() => null)
    if (answer?.status === 303) answered.push(email)
  })
  await until(async () => answered.length > people / 4 && (await count(`state = 'data'`)) > 0, patience)
  const found = await killAndStartAgain()
  await posting
  console.log(`${answered.length} of ${people} posts were answered before the kill`)
  expect(answered.length).toBeLessThan(people)
  const registered = await readAddresses()
  expect(answered.filter((email) => !registered.has(email))).toEqual([])
  expect(
    await sql(
      await site.databaseUrl(),
      `select from "Registration" r where not exists (select from "Delivery" d where d."registrationId" = r.id and d.kind = 'confirmation')`,
    ),
  ).toHaveLength(0)
  await expectEverythingOnce("confirmation", found)
  const reached = new Set(sink.received.map((mail) => mail.to))
  expect([...registered].filter((email) => !reached.has(email))).toEqual([])
})

test(`a kill in the middle of a send of ${people} leaves nobody without link and passcode`, async () => {
  await sql(await site.databaseUrl(), `update "Delivery" set "possiblyTwice" = 0`)
  // Whoever was not answered presses again.
  const registered = await readAddresses()
  const missing = crowd.filter((email) => !registered.has(email))
  await inParallel(missing.length, 20, (index) => press(missing[index] ?? ""))
  await until(async () => (await count(`state <> 'sent'`)) === 0, patience)
  sink.received.length = 0

  const desk = await openDesk(site, slug)
  await desk.post("/join-details/save", { joinUrl: "https://webinar.example/j/1", passcode: "482 913" })
  await desk.test()
  sink.received.length = 0
  expect((await desk.post("/send/release", { version: "1" })).status).toBe(303)
  await until(async () => (await count(`kind = 'join' and state = 'sent'`)) > people / 3 && (await count(`state = 'data'`)) > 0, patience)
  const found = await killAndStartAgain()
  expect(await count(`kind = 'join' and state = 'sent'`)).toBeLessThan(people)
  await expectEverythingOnce("join", found)
  const reached = new Set(sink.received.filter((mail) => mail.text.includes("482 913")).map((mail) => mail.to))
  expect(reached.size).toBe(people)
})
