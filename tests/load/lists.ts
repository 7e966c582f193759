import { Client } from "pg"
import { to } from "pg-copy-streams"
import { Organiser } from "@/lib/auth/organiser"
import { disconnect } from "@/lib/db/client"
import { provide } from "@/lib/env"
import { countRegistrants, listRegistrants } from "@/lib/registrations/list"
import { type RegistrantFilter, usualColumns } from "@/lib/registrations/rules"
import { cleanUp } from "../support/cleanup"
import { openDesk } from "../support/desk"
import { memoryOf } from "../support/memory"
import { npmStart, type Started } from "../support/npm-start"
import { secret } from "../support/secret"
import { sql } from "../support/sql"
import type { Measure } from "./measures"
import { report } from "./ratio"
import { fillHall } from "./registrants"

// The list of a full hall: a page far down, a search, the counts of the tabs, the whole of it as a file.

const people = 1_000_000
const slug = "full-hall"
const rounds = 5
const first: RegistrantFilter = { tab: "registered", search: "", columns: usualColumns, after: null }

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Runs each in turn so many times, after one run of each that does not count. */
async function inTurn(measure: () => Promise<unknown>, baseline: () => Promise<unknown>): Promise<[number[], number[]]> {
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round += 1) {
    const times = [await milliseconds(measure), await milliseconds(baseline)] as const
    if (round === 0) continue
    ours.push(times[0])
    theirs.push(times[1])
  }
  return [ours, theirs]
}

/** The list of an event with a million people. */
export async function measureLists(chosen: Set<Measure>): Promise<void> {
  if (!chosen.has("list-deep") && !chosen.has("search") && !chosen.has("tab-counts") && !chosen.has("csv")) return
  const site = await npmStart({ env: { MAILER: "off" } })
  try {
    const database = await site.databaseUrl()
    const began = performance.now()
    const event = await fillHall(database, slug, people)
    console.log(`${people.toLocaleString("en-GB")} registrants and their letters were made in ${Math.round((performance.now() - began) / 1000)} s`)
    provide({ DATABASE_URL: database, AUTH_SECRET: secret, SMTP_URL: "smtp://127.0.0.1:9" })
    const [user] = await sql<{ id: string }>(database, `select id from "User" limit 1`)
    const organiser = await Organiser.find(user?.id)
    if (typeof organiser === "string") throw new Error("there is no organiser")
    if (chosen.has("list-deep")) report("list-deep", ...(await listDeep(organiser, event, database)), "ms")
    if (chosen.has("search")) await search(organiser, event, database)
    if (chosen.has("tab-counts")) await tabCounts(organiser, event, database)
    await disconnect()
    if (chosen.has("csv")) await csv(site, event, database)
  } finally {
    await site.stop()
    await cleanUp()
  }
}

/** Page 20,000, or the last full one when fewer are registered. */
async function listDeep(organiser: Organiser, event: string, database: string) {
  const [row] = await sql<{ at: string; id: string }>(
    database,
    `select to_char("registeredAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, id from "Registration"
     where "eventId" = $1 and status = 'registered' order by "registeredAt", id offset 51 limit 1`,
    [event],
  )
  if (!row) throw new Error("there is no such page")
  const deep = { ...first, after: { registeredAt: row.at, id: row.id } }
  return inTurn(
    () => page(organiser, event, deep),
    () => page(organiser, event, first),
  )
}

async function page(organiser: Organiser, event: string, filter: RegistrantFilter): Promise<void> {
  const { people: found } = await listRegistrants(organiser, event, filter)
  if (found.length !== 50) throw new Error(`the page holds ${found.length} people`)
}

/** One person, a name that a thousand have, a domain that an eighth have, and a word that nobody has: the slowest of them counts. */
async function search(organiser: Organiser, event: string, database: string): Promise<void> {
  const scan = () =>
    sql(
      database,
      `select count(*) from "Registration" where "eventId" = $1 and status = 'registered'
         and (name ilike '%nobody at all%' or email ilike '%nobody at all%' or organisation ilike '%nobody at all%')`,
      [event],
    )
  const measured: { words: string; times: [number[], number[]] }[] = []
  for (const words of ["person77123@", "jurgen bauer", "@uni.example", "li", "qqqq"]) {
    measured.push({ words, times: await inTurn(() => listRegistrants(organiser, event, { ...first, search: words }), scan) })
    console.log(
      `search "${words}": ${measured
        .at(-1)
        ?.times[0].map((time) => time.toFixed(1))
        .join(", ")} ms`,
    )
  }
  const slowest = measured.toSorted((a, b) => median(b.times[0]) - median(a.times[0]))[0]
  if (slowest) report("search", ...slowest.times, "ms")
}
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** All six tabs counted anew, beside one pass over the people. */
async function tabCounts(organiser: Organiser, event: string, database: string): Promise<void> {
  const anew = async () => {
    await sql(database, `delete from "ListCount"`)
    const { countedAt } = await countRegistrants(organiser, event)
    if (countedAt) throw new Error("the numbers were kept ones")
  }
  const scan = () => sql(database, `select count(*) filter (where status = 'registered') from "Registration" where "eventId" = $1`, [event])
  const [ours, theirs] = await inTurn(anew, scan)
  report("tab-counts", ours, theirs, "ms")
  await countRegistrants(organiser, event)
  console.log(`counted a moment ago: ${(await milliseconds(() => countRegistrants(organiser, event))).toFixed(1)} ms`)
}

/** The file over HTTP, beside COPY TO STDOUT of the same rows in the same order. */
async function csv(site: Started, event: string, database: string): Promise<void> {
  const desk = await openDesk(site, slug)
  let firstByte = 0
  const download = async () => {
    const began = performance.now()
    const answer = await desk.get("/registrants/export")
    let bytes = 0
    for await (const chunk of answer.body ?? []) {
      if (bytes === 0) firstByte = performance.now() - began
      bytes += chunk.byteLength
    }
    return bytes
  }
  const copy = async () => {
    const client = new Client({ connectionString: database })
    await client.connect()
    const rows = client.query(
      to(`copy (select name, email, organisation, status, "registeredAt", "joinedAt", updates from "Registration"
        where "eventId" = '${event}' and status = 'registered' order by "registeredAt" desc, id desc) to stdout with (format csv)`),
    )
    for await (const _ of rows);
    await client.end()
  }
  // Before the first download the site has answered a page or two: what it takes more is the download's.
  await desk.get("/registrants")
  const before = await memoryOf(site)
  let most = 0
  const watch = setInterval(async () => {
    most = Math.max(most, await memoryOf(site))
  }, 50)
  report("csv", ...(await inTurn(download, copy)), "ms")
  clearInterval(watch)
  console.log(`${((await download()) / 1e6).toFixed(0)} MB, first byte after ${firstByte.toFixed(0)} ms, memory +${((most - before) / 1e6).toFixed(0)} MB`)
}
