import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { simpleParser } from "mailparser"
import { disconnect } from "@/lib/db/client"
import { materialiseDue } from "@/lib/deliveries/due"
import { provide } from "@/lib/env"
import { startEmbedded } from "@/lib/start/embedded"
import { freePort } from "@/lib/start/ports"
import { migrate } from "@/prisma/migrate"
import { secret } from "../support/secret"
import { sql } from "../support/sql"
import type { Measure } from "./measures"
import { isQuick, report, rounds } from "./ratio"

// Mails a second through the ledger, beside nodemailer's bare pool: the same far end, letter, and number of connections.

const connections = 20
const slug = "mail-measure"
type Counted = { count: number; first: number; last: number; letter: string }

// The bench runs by tsx; what it measures does not.
const start = (file: string, args: string[] = [], env: Record<string, string> = {}) =>
  fork("lib/start/launch.mjs", [file, ...args], { execArgv: [], env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit", "ipc"] })

async function ask(sink: ChildProcess, word: "count" | "reset"): Promise<Counted> {
  sink.send(word)
  const [counted] = await once(sink, "message")
  return counted
}

/** Waits until the far end has taken so many, and returns how many a second that was. */
async function rateOf(sink: ChildProcess, count: number): Promise<{ rate: number; letter: string }> {
  for (;;) {
    const seen = await ask(sink, "count")
    if (seen.count >= count) return { rate: (1000 * (seen.count - 1)) / (seen.last - seen.first), letter: seen.letter }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** An event whose joining details are out, and so many people who are to get them. */
async function fill(database: string, count: number): Promise<void> {
  await sql(database, `delete from "Event" where slug = '${slug}'`)
  await sql(
    database,
    `with event as (
       insert into "Event" (slug, title, summary, host, "startsAt", "endsAt", "timeZone", capacity, taken, status, "joinUrl", passcode, "joinVersion", "joinReleasedVersion")
       values ('${slug}', 'The Industrial Relations of Mental Health', 'Service users, workers and academics.', 'Our Journal', now() + interval '10 days', now() + interval '10 days 2 hours',
         'Europe/London', $1, $1, 'published', 'https://webinar.example/j/9481220457', '482913', 1, 1) returning id
     )
     insert into "Registration" ("eventId", name, email, "emailKey", status)
     select id, 'Person ' || n, 'person-' || n || '@example.org', 'person-' || n || '@example.org', 'registered' from event cross join generate_series(1, $1::int) n`,
    [count],
  )
}

/** Mails a second, and deliveries made, on a database of their own. */
export async function measureMail(chosen: Set<Measure>): Promise<void> {
  if (!chosen.has("mailer") && !chosen.has("mailer-50ms") && !chosen.has("materialise")) return
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "foyer-bench-"))
  await chmod(dataDir, 0o755)
  const embedded = await startEmbedded(dataDir, "only for measures, only on this machine, never reused")
  try {
    await migrate(embedded.url)
    if (chosen.has("mailer")) await compareMailers("mailer", embedded.url, { delay: 0, count: isQuick ? 2000 : 4000 })
    if (chosen.has("mailer-50ms")) await compareMailers("mailer-50ms", embedded.url, { delay: 50, count: 1500 })
    if (chosen.has("materialise")) await materialiseRatio(embedded.url)
  } finally {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** A measure whose far end thinks `delay` milliseconds about each answer. */
async function compareMailers(measure: Measure, database: string, { delay, count }: { delay: number; count: number }) {
  const sink = start("tests/load/sink.ts", [String(delay)])
  const [{ port }] = await once(sink, "message")
  const environment = {
    DATABASE_URL: database,
    SMTP_URL: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
    AUTH_SECRET: secret,
    MAIL_RATE: "unlimited",
    MAIL_CONNECTIONS: String(connections),
    PORT: String(await freePort()),
    SITE_URL: "http://localhost",
  }
  const [ours, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    await fill(database, count)
    await ask(sink, "reset")
    const worker = start("lib/start/worker.ts", [], environment)
    const { rate, letter } = await rateOf(sink, count)
    ours.push(rate)
    worker.kill()
    await once(worker, "exit")

    const { subject = "", html, text = "", attachments } = await simpleParser(letter)
    await ask(sink, "reset")
    const pool = start("tests/load/bare-pool.ts")
    // It can be over before its last mail is counted here.
    const ended = once(pool, "exit")
    pool.send({ port, connections, count, mail: { subject, html: html || "", text, ics: attachments[0]?.content.toString() ?? "" } })
    bare.push((await rateOf(sink, count)).rate)
    await ended
  }
  sink.kill()
  await sql(database, `delete from "Event" where slug = '${slug}'`)
  report(measure, ours, bare, "mails/s")
}

/** How long 100,000 deliveries take to materialise, against a bare INSERT … SELECT of as many rows. */
async function materialiseRatio(database: string, count = 100_000): Promise<void> {
  provide({ DATABASE_URL: database, SMTP_URL: "smtp://127.0.0.1:9", AUTH_SECRET: secret })
  const seconds = async (work: () => Promise<unknown>) => {
    const began = performance.now()
    await work()
    return (performance.now() - began) / 1000
  }
  const bareInsert = `insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
    select 'bare:' || r.id, 'join', r."eventId", r.id, r.round, 30 from "Registration" r join "Event" e on e.id = r."eventId" where e.slug = '${slug}'`
  const [ours, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    await fill(database, count)
    await sql(database, `vacuum analyze "Registration"`)
    ours.push(await seconds(materialiseDue))
    const [written] = await sql<{ count: number }>(
      database,
      `select count(*)::int as count from "Delivery" d join "Event" e on e.id = d."eventId" where e.slug = '${slug}' and d.kind = 'join'`,
    )
    if (written?.count !== count) throw new Error(`${written?.count} of ${count} rows were written`)
    await sql(database, `delete from "Delivery" where key like 'join:%'`)
    await sql(database, `vacuum analyze "Delivery"`)
    bare.push(await seconds(() => sql(database, bareInsert)))
  }
  await disconnect()
  await sql(database, `delete from "Event" where slug = '${slug}'`)
  report("materialise", ours, bare, "s")
}
