import { afterAll, beforeAll, expect, test } from "vitest"
import { runCommand } from "../support/command"
import { post } from "../support/posts"
import { secret } from "../support/secret"
import { openSink } from "../support/sink"
import { type OwnSite, startSite } from "../support/site"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { startSystemPostgres } from "../support/system-postgres"
import { pause, until } from "../support/until"

// PostgreSQL goes away and comes back, again and again while people read, register and hold their links: what can go on goes on.

const restarts = full(3, 5)
const slug = "wes-session-repeat"
const eventPage = `/events/${slug}`
const kept = [eventPage, `${eventPage}/registered`, "/", `${eventPage}/calendar.ics`]
let postgres: Awaited<ReturnType<typeof startSystemPostgres>>
let sink: Awaited<ReturnType<typeof openSink>>
let database = ""
let site: OwnSite
let token = ""

beforeAll(async () => {
  postgres = await startSystemPostgres()
  sink = await openSink()
  await sql(`${postgres.url}/postgres`, "create database foyer")
  database = `${postgres.url}/foyer`
  await runCommand(["seed"], { env: { DATABASE_URL: database, AUTH_SECRET: secret } })
  site = await startSite({ databaseUrl: database, env: { SMTP_URL: sink.url } })
  await sql(database, `update "Event" set capacity = 100000 where slug = $1`, [slug])
  await register("holder@example.org")
  await until(() => sink.received.some(({ to }) => to === "holder@example.org"))
  token = /\/attend\/([\w-]{44})/.exec(sink.received.find(({ to }) => to === "holder@example.org")?.text ?? "")?.[1] ?? ""
  for (const path of kept) await until(async () => (await fetch(`${site.url}${path}`)).headers.get("x-nextjs-cache") === "HIT")
})
afterAll(async () => {
  await site?.stop()
  await postgres?.stop()
  await sink?.close()
})

const register = (email: string) => post(`${site.url}${eventPage}/registrations`, { name: "Somebody", email })

type Kind = "kept" | "own" | "door" | "health"
type Seen = { kind: Kind; status: number; began: number; ended: number; email?: string }
const width: Record<Kind, number> = { kept: 4, own: 2, door: 2, health: 1 }
/** How often each asks, in milliseconds. */
const rest: Record<Kind, number> = { kept: full(50, 5), own: full(50, 20), door: full(50, 20), health: 50 }

/** Reads and registers until it is told to stop; returns all that was answered. */
function startLoad() {
  const seen: Seen[] = []
  let isOver = false
  let number = 0
  async function ask(kind: Kind): Promise<void> {
    number += 1
    const [began, email] = [performance.now(), `loaded-${number}@example.org`]
    const paths: Record<Kind, string> = { kept: kept[number % kept.length] ?? "/", own: `/attend/${token}`, door: "", health: "/health" }
    const answer = await (kind === "door" ? register(email) : fetch(`${site.url}${paths[kind]}`, { redirect: "manual" })).catch(() => null)
    await answer?.text().catch(() => undefined)
    seen.push({ kind, status: answer?.status ?? 0, began, ended: performance.now(), ...(kind === "door" && { email }) })
  }
  const loops = (["kept", "own", "door", "health"] as const).flatMap((kind) =>
    Array.from({ length: width[kind] }, async () => {
      for (; !isOver; await pause(rest[kind])) await ask(kind)
    }),
  )
  return async () => {
    isOver = true
    await Promise.all(loops)
    return seen
  }
}

const countOf = (seen: Seen[]) => {
  const counts: Record<string, number> = {}
  for (const { kind, status } of seen) counts[`${kind} ${status}`] = (counts[`${kind} ${status}`] ?? 0) + 1
  return Object.entries(counts)
    .sort()
    .map(([what, count]) => `${what}: ${count}`)
    .join(", ")
}

/** PostgreSQL was told to end, it answers again, and the next one is to come. */
type Outage = { from: number; back: number; to: number }
const awayFor = ({ from, back }: Outage) => Math.round(back - from)
/** How long after PostgreSQL was back the last of these failed, in milliseconds. How long it takes for itself is its own affair. */
const lasted = (seen: Seen[], kind: Kind, { from, back, to }: Outage): number => {
  const failed = seen.filter((one) => one.kind === kind && one.status >= 500 && one.ended >= from && one.ended < to)
  if (failed.length === 0) throw new Error(`no ${kind} failed while PostgreSQL was away`)
  return Math.round(Math.max(0, ...failed.map(({ ended }) => ended - back)))
}

test(`${restarts} restarts under load: pages that are kept are shown throughout, all else says 503 and comes back soon`, async () => {
  const stopLoad = startLoad()
  await pause(1000)
  const outages: Outage[] = []
  for (let restart = 0; restart < restarts; restart += 1) {
    const from = performance.now()
    await postgres.end(restart % 2 === 0 ? "immediate" : "fast")
    await pause(1000)
    await postgres.begin()
    const back = performance.now()
    // Longer than any failure may last, so that one which lasts too long is seen.
    await pause(full(2.5, 8) * (back - from))
    outages.push({ from, back, to: performance.now() })
  }
  const seen = await stopLoad()
  const spans = (kind: Kind) => outages.map((outage) => lasted(seen, kind, outage))
  const longest = Math.max(...seen.map(({ began, ended }) => ended - began))
  console.log(`${countOf(seen)}; longest answer ${Math.round(longest)} ms`)
  console.log(`PostgreSQL was away for ${outages.map(awayFor).join(" ")} ms`)
  console.log(`failed after it was back, in ms: own pages ${spans("own").join(" ")}; doors ${spans("door").join(" ")}; health ${spans("health").join(" ")}`)

  const statusesOf = (kind: Kind) => new Set(seen.filter((one) => one.kind === kind).map(({ status }) => status))
  expect(statusesOf("kept")).toEqual(new Set([200]))
  expect(statusesOf("door")).toEqual(new Set([303, 503]))
  expect(statusesOf("health")).toEqual(new Set([200, 503]))
  // Twice as long as PostgreSQL was away for, which is less than five seconds on a machine with nothing else to do.
  for (const kind of ["own", "door", "health"] as const)
    for (const outage of outages) expect(lasted(seen, kind, outage), kind).toBeLessThan(2 * awayFor(outage))
  expect(longest).toBeLessThan(2 * Math.max(...outages.map(awayFor)))
  expect(await Promise.race([site.ended, "it runs"])).toBe("it runs")

  const taken = seen.filter(({ kind, status }) => kind === "door" && status === 303).flatMap(({ email }) => email ?? [])
  const rows = await sql<{ email: string }>(database, `select email from "Registration"`)
  const there = new Set(rows.map(({ email }) => email))
  expect(taken.filter((email) => !there.has(email))).toEqual([])
})

test("a minute later nothing is stuck: every letter has gone, and no connection or lock is left over", async () => {
  const left = `select count(*)::int as count from "Delivery" where state <> 'sent' and state <> 'withheld'`
  await until(async () => (await sql<{ count: number }>(database, left))[0]?.count === 0, 60_000)
  const stuck = `select count(*)::int as count from pg_stat_activity where datname = 'foyer' and (state like 'idle in%' or wait_event_type = 'Lock')`
  await until(async () => (await sql<{ count: number }>(database, stuck))[0]?.count === 0)
  expect((await fetch(`${site.url}/health`)).status).toBe(200)
})

test(`while it is away for ${full("a while", "more than a minute")}, a page is shown that would have been made new; control: one that nobody has opened is not`, async () => {
  const page = `${eventPage}/lost-link`
  await until(async () => (await fetch(`${site.url}${page}`)).headers.get("x-nextjs-cache") === "HIT")
  const isHit = async () => (await fetch(`${site.url}${page}`)).headers.get("x-nextjs-cache") === "HIT"
  // It is out of date, and nobody opens it before PostgreSQL goes.
  const [beside = ""] = kept
  const isKept = async () => (await fetch(`${site.url}${beside}`)).headers.get("x-nextjs-cache") === "HIT"
  await until(isKept)
  await sql(database, `insert into "PageChange" (paths) values ($1)`, [[page, beside]])
  await until(async () => !(await isKept()))
  await until(isKept)
  await postgres.end("fast")
  await pause(full(500, 75_000))
  for (const path of [...kept, page]) expect((await fetch(`${site.url}${path}`)).status, path).toBe(200)
  expect((await fetch(`${site.url}/events/wes-session/registered`)).status).toBeGreaterThanOrEqual(500)
  await postgres.begin()
  await until(async () => (await fetch(`${site.url}/health`)).status === 200)
  // It is made new as soon as the news comes again.
  await until(async () => !(await isHit()))
  expect(await isHit()).toBe(true)
})
