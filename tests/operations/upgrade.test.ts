import { createHmac } from "node:crypto"
import { afterAll, beforeAll, expect, test } from "vitest"
import { listMigrations, migrate } from "@/prisma/migrate"
import { emptyDatabase } from "../support/database"
import { npmStart, type Started } from "../support/npm-start"
import { secret } from "../support/secret"
import { openSink } from "../support/sink"
import { sql } from "../support/sql"

// A database of the first version, with letters that had still to go: the newest code is started on it.

let database = ""
let site: Started
let sink: Awaited<ReturnType<typeof openSink>>

/** A personal link as the first version mailed it. */
function linkOf(id: string): string {
  const seal = createHmac("sha256", secret).update(`attend:${id}:1`).digest().subarray(0, 16).toString("base64url")
  return `${site.url}/attend/${Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url")}${seal}`
}
const run = <Row extends object>(statement: string, values: unknown[] = []) => sql<Row>(database, statement, values)
const letters = () =>
  run<{ id: string; email: string; state: string }>(
    `select d.id, r.email, d.state from "Delivery" d join "Registration" r on r.id = d."registrationId" order by r.email`,
  )

beforeAll(async () => {
  sink = await openSink()
  database = await emptyDatabase()
  await migrate(
    database,
    (await listMigrations()).filter((name) => name.startsWith("20261122")),
  )
  await run(
    `insert into "Event" (slug, title, "startsAt", "endsAt", "timeZone", status, capacity, "waitingList")
     values ('kept', 'A session that was kept', now() + interval '10 days', now() + interval '10 days 2 hours', 'Europe/London', 'published', 2, true)`,
  )
  for (const name of ["ada", "grace", "linus"])
    await run(`select * from register_attendee('kept', $1, $2, $2, 'Somewhere', '{}', false)`, [name, `${name}@example.org`])
  // Its worker died while the letter was on its way.
  await run(
    `update "Delivery" d set state = 'data', worker = 'gone', "leaseUntil" = now() - interval '1 hour' from "Registration" r
     where r.id = d."registrationId" and r.email = 'grace@example.org'`,
  )
  await run(`insert into "User" (id, email, role, "emailVerified") values ('u', 'owner@example.org', 'owner', now())`)
  await run(`insert into "Session" ("sessionToken", "userId", expires) values ('as the browser holds it', 'u', now() + interval '1 day')`)
})
afterAll(async () => {
  await site?.stop()
  await sink?.close()
})

test("all that waits arrives once, links and sessions stay good, and nobody is lost", async () => {
  expect((await letters()).map(({ email, state }) => [email, state])).toEqual([
    ["ada@example.org", "queued"],
    ["grace@example.org", "data"],
    ["linus@example.org", "queued"],
  ])
  site = await npmStart({ env: { DATABASE_URL: database, SMTP_URL: sink.url, AUTH_SECRET: secret, OWNER_EMAIL: "owner@example.org" } })
  await expect.poll(() => sink.received.length, { timeout: 90_000 }).toBe(3)
  // Since the second version a letter is named by its key: only one that was on its way during that upgrade may come twice under two names.
  for (const { id, email } of await letters()) {
    const [letter, ...more] = sink.received.filter(({ to }) => to === email)
    expect([letter?.messageId.slice(1, 37), more]).toEqual([id, []])
  }
  await expect.poll(async () => (await letters()).map(({ state }) => state), { timeout: 20_000 }).toEqual(["sent", "sent", "sent"])
  const people = await run<{ id: string; email: string; status: string }>(`select id, email, status from "Registration" order by email`)
  expect(people.map(({ email, status }) => [email, status])).toEqual([
    ["ada@example.org", "registered"],
    ["grace@example.org", "registered"],
    ["linus@example.org", "waiting"],
  ])
  for (const { id, email } of people) {
    const page = await fetch(linkOf(id))
    expect([page.status, email, (await page.text()).includes("A session that was kept")]).toEqual([200, email, true])
  }
  const desk = await fetch(`${site.url}/admin`, {
    headers: { cookie: `authjs.session-token=${encodeURIComponent("as the browser holds it")}` },
    redirect: "manual",
  })
  expect(desk.status).toBe(200)
  expect(await migrate(database)).toEqual([])
})
