import { afterAll, beforeAll, expect, test } from "vitest"
import { npmStart, type Started } from "../support/npm-start"
import { inParallel, post } from "../support/posts"
import { postgresPid } from "../support/processes"
import { openSink } from "../support/sink"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { pause } from "../support/until"

// Somebody is registered if and only if the letter that says so is owed, and whoever was answered is registered: also when everything dies meanwhile.

const posts = full(600, 5000)
const atOnce = 50
const slug = "wes-session-repeat"
let sink: Awaited<ReturnType<typeof openSink>>
let site: Started
const start = (dataDir?: string) => npmStart({ env: { SMTP_URL: sink.url, MAIL_RATE: "unlimited" }, ...(dataDir && { dataDir }) })

beforeAll(async () => {
  sink = await openSink()
  site = await start()
  await sql(await site.databaseUrl(), `update "Event" set capacity = 100000 where slug = '${slug}'`)
})
afterAll(() => sink.close())

/** The ways in which it all ends. After each the site is started again. */
const ends: Record<string, () => Promise<void>> = {
  "an immediate stop of PostgreSQL, then kill -9 of the site": async () => {
    process.kill((await postgresPid(site.dataDir)) ?? 0, "SIGQUIT")
    await pause(100)
    await site.killGroup()
  },
  "kill -9 of npm, the site and PostgreSQL": () => site.killGroup(),
  "kill -9 of the site, whose PostgreSQL the next start adopts": () => site.killParent(),
}

/** Everybody posts once, and whoever comes while the site is down waits for it. It ends in each of these ways, after equal parts of the posts. */
async function postThrough(name: string, count: number, ways: (() => Promise<void>)[]) {
  const answered: string[] = []
  const answers: Record<string, number> = {}
  const found: number[] = []
  let [tried, inFlight, isUp] = [0, 0, Promise.resolve()]

  const posting = inParallel(count, atOnce, async (index) => {
    await isUp
    const email = `${name}-${index}@example.org`
    inFlight += 1
    tried += 1
    const answer = await post(`${site.url}/events/${slug}/registrations`, { name: `Person ${index}`, email }).catch(() => null)
    inFlight -= 1
    const said = answer?.status ?? "none"
    answers[said] = (answers[said] ?? 0) + 1
    if (answer?.headers.get("location") === `/events/${slug}/registered`) answered.push(email)
  })
  for (const [index, end] of ways.entries()) {
    while (tried < ((index + 1) * count) / (ways.length + 1)) await pause(2)
    found.push(inFlight)
    const ending = end()
    isUp = ending.then(async () => {
      site = await start(site.dataDir)
    })
    await isUp
  }
  await posting
  return { answered, answers, found }
}

/** What must be 0, beside how many there are. */
async function readFaults(answered: string[]) {
  const [faults] = await sql<{ registrations: number; confirmations: number; unowed: number; orphaned: number; miscounted: number; unrecorded: number }>(
    await site.databaseUrl(),
    `select (select count(*)::int from "Registration") as registrations,
       (select count(*)::int from "Delivery" where kind = 'confirmation') as confirmations,
       (select count(*)::int from "Registration" r where not exists (select from "Delivery" d where d.key = 'confirmation:' || r.id || ':r' || r.round)) as unowed,
       (select count(*)::int from "Delivery" d where kind = 'confirmation' and not exists (select from "Registration" r where r.id = d."registrationId")) as orphaned,
       (select taken from "Event" where slug = '${slug}') - (select count(*)::int from "Registration" where status = 'registered') as miscounted,
       (select count(*)::int from unnest($1::text[]) as answered (email) where email not in (select email from "Registration")) as unrecorded`,
    [answered],
  )
  if (!faults) throw new Error("the database counted nothing")
  return faults
}

test(
  `${posts} posts through three ends: registrations and confirmations are the same people, and everybody who was answered is among them`,
  async () => {
    const { answered, answers, found } = await postThrough("person", posts, Object.values(ends))
    const { registrations, confirmations, ...faults } = await readFaults(answered)
    for (const [index, way] of Object.keys(ends).entries()) console.log(`${way}: found ${found[index]} posts in flight`)
    console.log(`${posts} posts: answers ${JSON.stringify(answers)}, ${answered.length} told that they are registered`)
    console.log(`${registrations} registrations, ${confirmations} confirmations owed; faults ${JSON.stringify(faults)}`)
    expect(Math.min(...found)).toBeGreaterThan(0)
    expect(answered.length).toBeGreaterThan(posts / 2)
    expect(answered.length).toBeLessThan(posts)
    expect(registrations).toBeGreaterThanOrEqual(answered.length)
    expect(confirmations).toBe(registrations)
    expect(faults).toEqual({ unowed: 0, orphaned: 0, miscounted: 0, unrecorded: 0 })
  },
  full(120_000, 900_000),
)

const count = 40

test("negative control: when registering owes no letter, the same check finds everybody", async () => {
  const database = await site.databaseUrl()
  const [original] = await sql<{ definition: string }>(database, `select pg_get_functiondef('register_attendee'::regproc) as definition`)
  const forgetful = original?.definition.replace(/insert into "Delivery"[^;]*;/, "")
  expect(forgetful).not.toBe(original?.definition)
  await sql(database, forgetful ?? "")
  const { answered } = await postThrough("forgotten", count, [])
  await sql(database, original?.definition ?? "")
  const faults = await readFaults(answered)
  console.log(`without the letter: ${answered.length} answered, faults ${JSON.stringify(faults)}`)
  expect(faults.unowed).toBe(count)
  await sql(database, `delete from "Registration" where email like 'forgotten-%'`)
  await sql(database, `update "Event" set taken = taken - ${count} where slug = '${slug}'`)
})

test("negative control: when PostgreSQL answers before it has written, the same check misses people", async () => {
  const database = await site.databaseUrl()
  for (const setting of ["synchronous_commit = off", "wal_writer_delay = '10s'"]) await sql(database, `alter system set ${setting}`)
  await sql(database, "select pg_reload_conf()")
  const { answered } = await postThrough("hasty", 4 * count, [() => site.killGroup()])
  const faults = await readFaults(answered)
  console.log(`without waiting for the disk: ${answered.length} answered, faults ${JSON.stringify(faults)}`)
  expect(faults.unrecorded).toBeGreaterThan(0)
})
