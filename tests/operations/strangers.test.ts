import { randomBytes } from "node:crypto"
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import path from "node:path"
import { beforeAll, expect, test } from "vitest"
import { memoryOf } from "../support/memory"
import { npmStart, type Started, withoutMail } from "../support/npm-start"
import { inParallel } from "../support/posts"
import { full } from "../support/size"
import { sql } from "../support/sql"

// Whoever tries out addresses leaves nothing behind: no file of the build or the data, no row, no line in the log, and little memory.
// PostgreSQL's own folder grows and shrinks by itself (its log of changes, statistics, notes on pages that were read), so there what is counted is what
// the site has put in: the size of every table.

const visits = full(300, 50_000)
const warmUp = full(500, 5000)
const pieces = 5
let site: Started

beforeAll(async () => {
  site = await npmStart({ env: { MAILER: "off", ...withoutMail } })
  // An event that had another address before.
  await sql(await site.databaseUrl(), `insert into "OldSlug" (slug, "eventId") select 'before', id from "Event" where slug = 'wes-session-repeat'`)
})

/** Addresses that nobody was ever given. */
const unknown = [
  () => `/events/${randomBytes(8).toString("hex")}`,
  () => `/attend/${randomBytes(33).toString("base64url")}`,
  () => `/pictures/${randomBytes(32).toString("hex")}.webp`,
  () => `/events/${randomBytes(8).toString("hex")}/${["registered", "lost-link", "calendar.ics", "reading/none"][randomBytes(1).readUInt8() % 4]}`,
  () => `/events/before/reading/${randomBytes(8).toString("hex")}`,
]

/** How many of the visits were answered with each status. */
async function visit(count: number): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {}
  await inParallel(count, 20, async (index) => {
    const answer = await fetch(`${site.url}${unknown[index % unknown.length]?.()}`, { redirect: "manual" })
    await answer.arrayBuffer()
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
  })
  return statuses
}

/** Files and bytes below a folder, apart from PostgreSQL's. */
function filesIn(folder: string): { files: number; bytes: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const own = files.map((entry) => path.join(entry.parentPath, entry.name)).filter((file) => !file.includes("/postgres/"))
  return { files: own.length, bytes: own.reduce((sum, file) => sum + statSync(file).size, 0) }
}

/** All that could be left behind, but memory. */
async function lookAround() {
  const [tables] = await sql<{ bytes: number; rows: number }>(
    await site.databaseUrl(),
    `select sum(pg_total_relation_size(c.oid))::float8 as bytes, sum((xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', relname), false, true, '')))[1]::text::int)::int as rows
     from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  return { build: filesIn(".next"), data: filesIn(site.dataDir), tables, log: site.log().length }
}

test(
  `${visits} visits to unknown addresses, after ${warmUp}: nothing on the disk, and 50 MB of memory at most`,
  async () => {
    // In pieces like those that count: what the process takes for itself meanwhile belongs to the warm-up.
    for (let piece = 0; piece < pieces; piece += 1) await visit(warmUp / pieces)
    const [before, memory] = [await lookAround(), await memoryOf(site)]
    const held: number[] = []
    const statuses: Record<number, number> = {}
    for (let piece = 0; piece < pieces; piece += 1) {
      for (const [status, count] of Object.entries(await visit(visits / pieces))) statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count
      held.push(Math.round(((await memoryOf(site)) - memory) / 1e6))
    }
    console.log(`${visits} visits: ${JSON.stringify(statuses)}; memory after each piece, in MB: ${held.join(" ")}; ${JSON.stringify(await lookAround())}`)
    expect(statuses).toEqual({ 404: visits * 0.8, 307: visits * 0.2 })
    expect(await lookAround()).toEqual(before)
    expect(held.at(-1)).toBeLessThan(50)
  },
  full(240_000, 1_800_000),
)

test("control: one file of the build, one of the data and one row are found", async () => {
  const before = await lookAround()
  const [inBuild, inData] = [".next/server/left-behind", path.join(site.dataDir, "left-behind")]
  for (const file of [inBuild, inData]) writeFileSync(file, "")
  await sql(await site.databaseUrl(), `insert into "Draft" (form, fields) values ('/', '{}')`)
  const after = await lookAround().finally(() => rmSync(inBuild))
  expect(after.build.files).toBe(before.build.files + 1)
  expect(after.data.files).toBe(before.data.files + 1)
  expect(after.tables?.rows).toBe((before.tables?.rows ?? 0) + 1)
})
