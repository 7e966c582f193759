import { readdir, readFile, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { gunzipSync } from "node:zlib"
import { beforeAll, expect, test, vi } from "vitest"
import { type Counts, countsSchema } from "@/lib/retention/rules"
import { runCommand } from "../support/command"
import { cloneDatabase, moveClock } from "../support/database"
import { writeEvent } from "../support/factories"
import { temporaryFolder } from "../support/folders"
import { npmStart, type Started } from "../support/npm-start"
import { post } from "../support/posts"
import { postfixReport } from "../support/reports"
import { secret as AUTH_SECRET } from "../support/secret"
import { openSession, ownerOf } from "../support/session"
import { sql } from "../support/sql"

// The day of deletion that the form promises, on a real site: people whose every word can be found again do everything that leaves something of them,
// the clock is moved past the day, and every place where something could be left is searched.

/** In all that they type, whatever case it is kept in. */
const canary = "zanzibar"
const question = { id: "11111111-1111-4111-8111-111111111111", kind: "line", label: "Job title", hint: "", required: false, choices: [] }
const [first, moved, second, waiting] = ["first", "moved", "second", "waiting"].map((name) => `${name}@${canary}.example`)
const elsewhere = "somebody@elsewhere.example"

let url = ""
let dataDir = ""
let site: Started
/** The logs of the sites that have ended. */
let logs = ""
let before: Counts = {}
let eventId = ""

const run = <Row extends Record<string, unknown> = { id: string }>(statement: string, values: unknown[] = []) => sql<Row>(url, statement, values)
const start = async () => {
  site = await npmStart({ dataDir, env: { DATABASE_URL: url, AUTH_SECRET } })
  // One of the time before has been idle for too long when the clock has moved.
  await run(`delete from "Session"`)
  await openSession(url, await ownerOf(url), "organiser", "1 year")
}
const stop = async () => {
  await site.stop()
  logs += site.log()
}
const press = (where: string, fields: Record<string, string> = {}) => post(`${site.url}${where}`, fields, { cookie: "authjs.session-token=organiser" })
const allWent = () =>
  vi.waitFor(async () => expect(await run(`select id from "Delivery" where state in ('queued', 'sending', 'data')`)).toEqual([]), { timeout: 30_000 })
const idOf = async (email: string | undefined) => (await run(`select id from "Registration" where email = $1`, [email]))[0]?.id ?? ""
const mailTo = (email: string | undefined, subject: string) => site.waitForMail((mail) => mail.to === email && mail.subject.startsWith(subject))
const linkIn = ({ text }: { text: string }) => /http\S+\/(attend|address)\/[\w-]{44}/.exec(text)?.[0] ?? ""

/** The tables and columns in which the word stands. */
async function findInDatabase(word = canary): Promise<string[]> {
  const columns = await run<{ table: string; column: string }>(
    `select c.relname::text as table, a.attname::text as column from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1, 2`,
  )
  const found: string[] = []
  for (const { table, column } of columns)
    if ((await run(`select from "${table}" where position($1 in lower("${column}"::text)) > 0 limit 1`, [word])).length > 0) found.push(`${table}.${column}`)
  return found
}
/** The files of a folder in whose bytes the word stands. */
async function findInFiles(folder: string, word = canary): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const found: string[] = []
  for (const file of files) {
    const place = path.join(file.parentPath, file.name)
    if (file.isFile() && (await readFile(place).catch(() => Buffer.of())).toString("latin1").toLowerCase().includes(word))
      found.push(path.relative(folder, place))
  }
  return found
}
/** A backup of this moment, unpacked. */
async function backupNow(): Promise<string> {
  const file = path.join(await temporaryFolder(), "foyer.gz")
  expect((await runCommand(["backup", "--", file], { dataDir, env: { DATABASE_URL: url, AUTH_SECRET } })).code).toBe(0)
  return gunzipSync(await readFile(file))
    .toString()
    .toLowerCase()
}
const caches = [".next/cache", ".next/server/app"]
const findInCaches = async (word = canary) => (await Promise.all(caches.map((folder) => findInFiles(folder, word)))).flat()

/** What the receipt must say, counted here from the rows themselves. */
async function countByHand(): Promise<Counts> {
  const counts: Counts = {}
  const count = (key: string, more = 1) => {
    if (more > 0) counts[key] = (counts[key] ?? 0) + more
  }
  const people = await run<{ id: string; status: string; joinedAt: Date | null; answers: object; note: string; bouncedAt: Date | null }>(
    `select * from "Registration" where "eventId" = $1`,
    [eventId],
  )
  for (const one of people) {
    count(`people.${one.status}`)
    if (one.joinedAt) count("joined")
    if (Object.keys(one.answers).length > 0) count("answered")
    if (one.note) count("notes")
    if (one.bouncedAt) count("bounced")
  }
  const ids = [people.map(({ id }) => id)]
  count("joins", (await run(`select id from "Join" where "registrationId" = any($1)`, ids)).length)
  count("addressChanges", (await run(`select id from "AddressChange" where "registrationId" = any($1)`, ids)).length)
  for (const { kind, state, userId } of await run<{ kind: string; state: string; userId: string | null }>(`select * from "Delivery" where "eventId" = $1`, [
    eventId,
  ]))
    if (!userId) count(`letters.${kind}.${["sent", "failed", "withheld"].includes(state) ? state : "waiting"}`)
  count("lists", (await run(`select id from "Import" where "eventId" = $1`, [eventId])).length)
  count("drafts", (await run(`select id from "Draft" where fields::text ilike '%${canary}%'`)).length)
  count(
    "acts",
    (await run(`select id from "AuditEntry" where detail ?| array['registration', 'delivery', 'report'] or detail::text ilike '%${canary}%'`)).length,
  )
  return counts
}

beforeAll(async () => {
  url = await cloneDatabase()
  dataDir = path.join(await temporaryFolder(), "data")
  await start()
  for (const [slug, startsIn] of [
    ["promised", "20 hours"],
    ["later", "60 days"],
  ])
    await writeEvent(url, {
      slug: `'${slug}'`,
      title: `'${slug}'`,
      startsAt: `now() + interval '${startsIn}'`,
      endsAt: `now() + interval '${startsIn}' + interval '2 hours'`,
      capacity: "2",
      waitingList: "true",
      questions: `'${JSON.stringify([question])}'`,
      joinUrl: "'https://webinar.example/1'",
      joinVersion: "1",
      joinReleasedVersion: "1",
      doorsOpenMinutes: "1440",
    })
  eventId = (await run(`select id from "Event" where slug = 'promised'`))[0]?.id ?? ""
})

test("people do everything that leaves something of them", async () => {
  const register = (slug: string, email: string | undefined, word = canary) =>
    post(`${site.url}/events/${slug}/registrations`, {
      name: `Ada ${word}`,
      email: email ?? "",
      organisation: `House of ${word}`,
      ref: word,
      [`q.${question.id}`]: `Countess of ${word}`,
    })
  for (const email of [first, second, waiting]) expect((await register("promised", email)).status).toBe(303)
  await register("later", elsewhere, "Else")
  const own = linkIn(await mailTo(first, "Registered"))
  await mailTo(waiting, "You are on the waiting list")
  expect((await press(new URL(`${own}/join`).pathname)).status).toBe(303)
  await post(`${own}/details`, { name: `Ada ${canary}`, email: moved ?? "", [`q.${question.id}`]: `Duchess of ${canary}` })
  const proof = linkIn(await mailTo(moved, "Confirm your new address"))
  expect((await post(`${proof}/confirm`, {})).status).toBe(303)
  await post(`${site.url}/events/promised/lost-link/request`, { email: moved ?? "" })
  await mailTo(moved, "Your personal link")
  const desk = `/admin/events/${eventId}`
  const person = await idOf(moved)
  await press(`${desk}/registrants/${person}/details`, { name: `Ada ${canary}`, organisation: canary, note: `A note about ${canary}` })
  await press(`${desk}/registrants/${await idOf(second)}/address`, { email: `corrected-${second}` })
  const message = { subject: "To {name}", body: "Dear {name}, see {page}", audience: "registered", id: "22222222-2222-4222-8222-222222222222", count: "2" }
  expect((await press(`${desk}/messages/send`, message)).headers.get("location")).toContain("sent")
  await press(`${desk}/registrants/resend`, { who: "ticked", people: person, count: "1", tab: "registered", search: "" })
  await fetch(`${site.url}/admin/audit/export?who=${moved}`, { headers: { cookie: "authjs.session-token=organiser" } }).then((answer) => answer.text())
  await allWent()
  const [letter] = await run(`select id from "Delivery" where "registrationId" = $1 and state = 'sent' order by "createdAt" desc limit 1`, [
    await idOf(waiting),
  ])
  const report = postfixReport({ letter: `<${letter?.id}@localhost>`, recipient: waiting ?? "" })
  expect((await press("/admin/bounces/paste", { mail: report })).headers.get("location")).toContain("marked")
  await post(`${site.url}/events/promised/registrations`, { name: `Refused ${canary}`, email: "no" })
  await post(`${linkIn(await mailTo(moved, "Registered"))}/details`, { name: "", email: `refused@${canary}.example` })
  await vi.waitFor(async () => expect((await findInFiles(path.join(dataDir, "mailbox"))).length).toBeGreaterThan(8))
  const found = await findInDatabase()
  console.log(`before: ${found.join(", ")}; ${(await findInFiles(path.join(dataDir, "mailbox"))).length} files of the mailbox`)
  for (const column of [
    "Registration.name",
    "Registration.answers",
    "Registration.note",
    "Registration.source",
    "AddressChange.oldEmail",
    "Delivery.recipient",
  ])
    expect(found).toContain(column)
  for (const column of ["Delivery.smtpReply", "Draft.fields", "AuditEntry.detail"]) expect(found).toContain(column)
}, 240_000)

test("the day before, nothing is gone; the dry run says what will go", async () => {
  await stop()
  // 22 hours to the end of the event, and 30 days.
  await moveClock(url, "30 days 12 hours")
  await run(
    `insert into "Import" ("eventId", "fileName", lines, "createdAt") select id, 'a sign that the round was made', '[]', now() from "Event" where slug = 'later'`,
  )
  const people = await run(`select * from "Registration" order by id`)
  await start()
  await vi.waitFor(async () => expect(await run(`select id from "Import"`)).toEqual([]), { timeout: 30_000 })
  expect(await run(`select * from "Registration" order by id`)).toEqual(people)
  expect((await findInFiles(path.join(dataDir, "mailbox"))).length).toBeGreaterThan(8)
  expect(await run(`select id from "Deletion"`)).toEqual([])
  const page = await (await fetch(`${site.url}/admin/events/${eventId}/deletion`, { headers: { cookie: "authjs.session-token=organiser" } })).text()
  expect(page).toContain("3 people and ")
  expect(page.toLowerCase()).not.toContain(canary)
  expect(await backupNow()).toContain(canary)
})

test("on the day no word of them is left in any table, the log, the mailbox, the page caches, or a backup", async () => {
  await stop()
  await moveClock(url, "30 days 23 hours")
  // What has just been typed, or was on its way: it would go by itself in a moment, and must not be waited for.
  const values = [eventId, moved]
  await run(`insert into "Draft" (form, fields, "createdAt") values ('/events/promised/register', jsonb_build_object('email', $1::text), foyer_now())`, [moved])
  await run(
    `insert into "Import" ("eventId", "fileName", lines, "createdAt") values ($1, 'x', jsonb_build_array(jsonb_build_object('email', $2::text)), foyer_now())`,
    values,
  )
  await run(
    `insert into "Delivery" (key, kind, "eventId", urgency, recipient, "runAt") values ('erased:x', 'erased', $1, 9, $2, foyer_now() + interval '1 day')`,
    values,
  )
  await run(`update "MailServer" set words = '550 what is ' || $1`, [moved])
  await run(`update "Event" set "mailPausedBecause" = '554 no ' || $2 where id = $1`, values)
  before = await countByHand()
  await start()
  await vi.waitFor(async () => expect(await run(`select id from "Deletion" where at is not null`)).toHaveLength(1), { timeout: 30_000 })
  expect(await findInDatabase()).toEqual([])
  await vi.waitFor(async () => expect(await findInFiles(dataDir)).toEqual([]), { timeout: 90_000, interval: 1000 })
  expect((await site.mails()).filter(({ raw }) => raw.toLowerCase().includes(canary))).toEqual([])
  const { text } = await site.waitForMail((mail) => mail.subject === "Personal data deleted: promised")
  expect(text).toContain("3 people and ")
  await allWent()
  expect(await findInDatabase()).toEqual([])
  expect(await findInCaches()).toEqual([])
  expect(await backupNow()).not.toContain(canary)
  const page = await (await fetch(`${site.url}/admin/events/${eventId}/deletion`, { headers: { cookie: "authjs.session-token=organiser" } })).text()
  expect(page).toContain("Nothing personal is left.")
  expect((logs + site.log()).toLowerCase()).not.toContain(canary)
}, 240_000)

test("the receipt says what was there, and the people of another event stay", async () => {
  const [receipt] = await run<{ counts: unknown }>(`select counts from "Deletion"`)
  console.log(`receipt: ${JSON.stringify(receipt?.counts)}`)
  expect(countsSchema.parse(receipt?.counts)).toEqual(before)
  expect(before).toMatchObject({ "people.registered": 2, "people.waiting": 1, joined: 1, bounced: 1, lists: 1, "letters.erased.waiting": 1 })
  expect(await run(`select name from "Registration"`)).toEqual([{ name: "Ada Else" }])
  expect((await site.mails()).some(({ to }) => to === elsewhere)).toBe(true)
  const acts = await run<{ act: string }>(`select act from "AuditEntry" where "eventId" = $1`, [eventId])
  for (const act of ["details changed", "letter bounced", "personal data deleted"]) expect(acts.map((entry) => entry.act)).toContain(act)
})

test("a word that is planted is found in each of these places", async () => {
  const planted = "planted-canary"
  await run(`update "Event" set summary = 'A PLANTED-canary' where id = $1`, [eventId])
  expect(await findInDatabase(planted)).toEqual(["Event.summary"])
  const file = path.join(dataDir, "mailbox", "planted.eml")
  await writeFile(file, `Subject: ${planted}`)
  expect(await findInFiles(dataDir, planted)).toEqual(["mailbox/planted.eml"])
  const cached = path.join(caches[1] ?? "", "planted.html")
  await writeFile(cached, planted)
  const found = await findInCaches(planted).finally(() => rm(cached))
  expect(found).toEqual(["planted.html"])
  expect(await backupNow()).toContain(planted)
  expect(site.log()).toContain(site.url)
})
