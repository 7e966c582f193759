import { randomBytes } from "node:crypto"
import { readdir, readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { Client } from "pg"
import { beforeAll, expect, test } from "vitest"
import { listMigrations, migrate, migrationLock } from "@/prisma/migrate"
import { runCommand, startCommand } from "../support/command"
import { cloneDatabase, emptyDatabase } from "../support/database"
import { temporaryFolder } from "../support/folders"
import { npmStart } from "../support/npm-start"
import { differencesOf, readTables } from "../support/rows"
import { secret as AUTH_SECRET } from "../support/secret"
import { sql } from "../support/sql"

// `npm run backup` and `npm run restore` on databases with everything that can be difficult about rows, and on files that are not what they should be.

let folder = ""
let file = ""
let original = ""

const backup = (to: string, url: string) => runCommand(["backup", "--", to], { env: { DATABASE_URL: url, AUTH_SECRET } })
const restore = (from: string, url: string, dataDir?: string) =>
  runCommand(["restore", "--", from], { env: { DATABASE_URL: url, AUTH_SECRET }, ...(dataDir && { dataDir }) })

/** Rows that hold what the text of COPY has a meaning for, every kind of value, and letters in every state. */
async function fill(url: string): Promise<void> {
  const difficult = "\\.\n\\N\t\\\\ \\n 'one' \"two\" \r\n\u2028 ∑ 🎓\b\f\v\\."
  const question = `jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'kind', 'line', 'label', $1::text, 'hint', $1::text, 'required', false, 'choices', '[]'::jsonb))`
  await sql(
    url,
    `insert into "Event" (slug, title, about, "startsAt", "endsAt", "timeZone", capacity, questions, "reminderOffsets", status, taken)
     values ('one', $1, $1, '2031-03-30 00:30+00', '2031-03-30 02:30+00', 'Europe/London', 9, ${question}, '{60,-1}', 'published', 6),
            ('two', '', '', '1999-12-31 23:59:59.999+00', '2000-01-01 00:00+00', 'UTC', 0, '[]', '{}', 'draft', 0)`,
    [difficult],
  )
  await sql(
    url,
    `insert into "Registration" ("eventId", name, email, "emailKey", answers, status, "registeredAt")
     select id, $1 || n, n || '@example.org', n || '@example.org', jsonb_build_object($1::text, $1::text, 'numbers', jsonb_build_array(null, 1.50)), 'registered', now() + make_interval(secs => n * 0.000001)
     from "Event", generate_series(1, 6) n where slug = 'one'`,
    [difficult],
  )
  await sql(
    url,
    `insert into "Delivery" (key, kind, "eventId", "registrationId", urgency, state, worker, "leaseUntil", "smtpReply", "possiblyTwice")
     select 'confirmation:' || r.id || ':r1', 'confirmation', "eventId", r.id, 10, s.state, w.worker, case when w.worker is not null then now() end, $1, n
     from (select row_number() over (order by email) as n, * from "Registration") r
     join unnest(enum_range(null::"DeliveryState")) with ordinality s(state, o) on o = n
     cross join lateral (select case when s.state in ('sending', 'data') then 'a worker' end) w(worker)`,
    [difficult],
  )
  await sql(
    url,
    `with picture as (insert into "Picture" (alt) values ('Two') returning id), shown as (update "Event" set "coverId" = (select id from picture))
     insert into "PictureFile" ("pictureId", width, height, hash, bytes) select id, 1, 1, 'small', $1::bytea from picture union all select id, 2, 1, 'large', $2::bytea from picture`,
    [Buffer.from([...Array(256).keys()]), randomBytes(3_000_000)],
  )
  await sql(url, `insert into "User" (id, email, role, "emailVerified") values ('u', 'grace@example.org', 'owner', now())`)
  await sql(url, `insert into "Session" ("sessionToken", "userId", expires) values ('open', 'u', 'infinity')`)
  await sql(url, `insert into "AuditEntry" ("userId", act, detail) values ('u', 'seen', '{"n": 1e400}'), (null, 'released', '{}')`)
  await sql(url, `update "MailServer" set trouble = 'away', words = $1, misses = 3`, [difficult])
  await sql(url, `insert into "Join" ("registrationId") select id from "Registration"`)
  await sql(
    url,
    `with change as (insert into "AddressChange" ("registrationId", "oldEmail", email, "emailKey") select id, 'old@example.org', email, "emailKey" from "Registration" limit 1 returning *)
     update "Delivery" d set "addressChangeId" = change.id from change where d."registrationId" = change."registrationId"`,
  )
  await sql(url, `insert into "LinkRequest" ("eventId", "emailKey") select id, 'ada@example.org' from "Event"`)
  await sql(url, `insert into "Draft" (form, fields) values ('x', '{}')`)
  await sql(url, `insert into "Limit" (key, points) values ('x', 1)`)
  await sql(url, `insert into "WorkerHeartbeat" (worker, host) values ('x', 'y')`)
}

beforeAll(async () => {
  folder = await temporaryFolder()
  file = path.join(folder, "foyer.gz")
  original = await cloneDatabase()
  await fill(original)
  const { code, said } = await backup(file, original)
  expect([code, said]).toEqual([
    0,
    [`2 events, 6 registrations and 6 letters are in ${file}.`, "AUTH_SECRET is not in it: keep it as well, or the links in mail that was sent open nothing."],
  ])
})

/** The same file with its text changed. */
async function changed(name: string, change: (text: string) => string): Promise<string> {
  const text = gunzipSync(await readFile(file)).toString("latin1")
  const to = change(text)
  expect(to).not.toBe(text)
  await writeFile(path.join(folder, name), gzipSync(Buffer.from(to, "latin1")))
  return path.join(folder, name)
}

const isEmpty = async (url: string) => Object.values(await readTables(url)).flat().length <= 1

test("every kind of row comes back the same, letters on their way included; drafts, counters and heartbeats do not", async () => {
  const url = await emptyDatabase()
  expect(await restore(file, url)).toMatchObject({ code: 0, said: ["2 events, 6 registrations and 6 letters are in the database."] })
  const [before, after] = [await readTables(original), await readTables(url)]
  expect(before.Delivery?.filter((row) => /,(sending|data),/.test(row))).toHaveLength(2)
  expect(differencesOf(before, after)).toEqual([])
  const passing = await sql(url, `select from "Draft" union all select from "Limit" union all select from "WorkerHeartbeat"`)
  expect(passing).toHaveLength(0)
  // A number that counts up by itself would begin anew in a restored database: no table has one.
  expect(await sql(original, "select from pg_sequences")).toHaveLength(0)
  await sql(url, `update "PictureFile" set bytes = substr(bytes, 1, 2999999) || '\\x00' where hash = 'large'`)
  expect(differencesOf(before, await readTables(url))).toEqual(["PictureFile: 1 rows lost, 1 that were not there"])
})

test("beside a site that runs on an empty database, which shows the restored event at once", async () => {
  const url = await cloneDatabase()
  const site = await npmStart({ env: { DATABASE_URL: url, AUTH_SECRET, SMTP_URL: "smtp://127.0.0.1:9", MAILER: "off" } })
  expect(await sql(url, `select from "User"`)).toHaveLength(1)
  expect((await restore(file, url)).code).toBe(0)
  const status = (await fetch(`${site.url}/events/one`)).status
  if (status !== 200) console.log(site.log())
  expect(status).toBe(200)
  expect(differencesOf(await readTables(original), await readTables(url))).toEqual([])
  expect(await site.stop()).toBe(0)
})

test("a database that has anything in it is refused and left as it is", async () => {
  const made: [string, string][] = [
    [
      "Event, PrivacyNotice",
      `insert into "Event" (slug, title, "startsAt", "endsAt", "timeZone", capacity) values ('mine', 'Mine', '2031-01-01', '2031-01-02', 'UTC', 1)`,
    ],
    ["User", `insert into "User" (id, email) values ('u', 'somebody@example.org')`],
    ["User", `insert into "User" (id, email, role, "emailVerified") values ('u', 'somebody@example.org', 'owner', now())`],
    ["AuditEntry", `insert into "AuditEntry" (act) values ('something')`],
  ]
  for (const [tables, insert] of made) {
    const url = await cloneDatabase()
    await sql(url, insert)
    const before = await readTables(url)
    expect(await restore(file, url)).toMatchObject({
      code: 1,
      said: [`The database is not empty: there is something in ${tables}. To restore, set DATA_DIR to a new folder, or DATABASE_URL to a new database.`],
    })
    expect(differencesOf(before, await readTables(url))).toEqual([])
  }
})

test("of two restores at once one is done and the other is refused", async () => {
  const url = await emptyDatabase()
  const both = await Promise.all([restore(file, url), restore(file, url)])
  expect(both.map(({ code }) => code).sort()).toEqual([0, 1])
  expect(both.find(({ code }) => code === 1)?.said[0]).toContain("The database is not empty")
  expect(differencesOf(await readTables(original), await readTables(url))).toEqual([])
})

test("a backup of an older Foyer is restored as it was and then brought up to date", async () => {
  const old = await emptyDatabase()
  const known = await listMigrations()
  const before = known.filter((name) => name < "20261125")
  await migrate(old, before)
  await sql(old, `insert into "Event" (slug, title, "startsAt", "endsAt", "timeZone", capacity) values ('old', 'Old', '2031-01-01', '2031-01-02', 'UTC', 1)`)
  await sql(
    old,
    `insert into "Delivery" (key, kind, "eventId", state, urgency) select k, 'alarm', id, s::"DeliveryState", 10 from "Event", (values ('a', 'sent'), ('b', 'queued')) v(k, s)`,
  )
  const oldFile = path.join(folder, "old.gz")
  expect((await backup(oldFile, old)).said[0]).toBe(`1 event, 0 registrations and 2 letters are in ${oldFile}.`)
  expect(await sql(old, `select from _prisma_migrations`)).toHaveLength(before.length)

  const url = await emptyDatabase()
  expect(await restore(oldFile, url)).toMatchObject({ code: 0, said: ["1 event, 0 registrations and 2 letters are in the database."] })
  const applied = await sql<{ name: string }>(url, `select migration_name as name from _prisma_migrations order by started_at`)
  expect(applied.map(({ name }) => name)).toEqual(known)
  // What a later migration did to everybody's letters it has done to these: an id from the key, and the times that a letter told.
  expect(await sql(url, `select key, id = md5(key)::uuid as "isFromKey", "toldStartsAt" is not null as "hasTold" from "Delivery" order by key`)).toEqual([
    { key: "a", isFromKey: true, hasTold: true },
    { key: "b", isFromKey: true, hasTold: false },
  ])

  const newer = await cloneDatabase()
  expect(await restore(oldFile, newer)).toMatchObject({
    code: 1,
    said: [
      "The database has tables that are newer than the backup. To restore, set DATA_DIR to a new folder, or DATABASE_URL to a new database without any tables.",
    ],
  })
  expect(await isEmpty(newer)).toBe(true)
})

test("a backup of a newer Foyer, and what is no backup, are refused before anything is touched", async () => {
  const url = await emptyDatabase()
  const later = await changed("later.gz", (text) => text.replace('"migrations":[', '"migrations":["29990101000000_flying_cars",'))
  const other = await changed("other.gz", (text) => text.replace('"format":1', '"format":2'))
  await writeFile(path.join(folder, "letter.gz"), gzipSync("Dear all,\n"))
  await writeFile(path.join(folder, "letter.txt"), "Dear all,\n")
  const newer = (name: string) => `${name} was written by a newer Foyer. Restore it with that one.`
  expect(await restore(later, url)).toMatchObject({ code: 1, said: [newer(later)] })
  expect(await restore(other, url)).toMatchObject({ code: 1, said: [newer(other)] })
  for (const name of ["letter.gz", "letter.txt"].map((one) => path.join(folder, one)))
    expect(await restore(name, url)).toMatchObject({ code: 1, said: [`${name} is not a backup of Foyer.`] })
  expect((await restore(path.join(folder, "nowhere.gz"), url)).said).toEqual([expect.stringMatching(/nowhere\.gz cannot be read \(ENOENT/)])
  expect((await runCommand(["restore"])).said).toEqual(["Usage: npm run restore -- FILE"])
  expect(await sql(url, "select from pg_class where relnamespace = 'public'::regnamespace")).toHaveLength(0)
})

test("a damaged backup restores nothing, and the same database still takes the right one", async () => {
  const bytes = await readFile(file)
  const write = async (name: string, content: Buffer) => {
    await writeFile(path.join(folder, name), content)
    return path.join(folder, name)
  }
  const flip = (at: number) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)))
  const damaged = [
    await write("cut.gz", bytes.subarray(0, bytes.length / 2)),
    await write("flipped.gz", flip(Math.round(bytes.length / 2))),
    // The checksum itself: everything before it can be read.
    await write("checksum.gz", flip(bytes.length - 8)),
    await changed("stranger.gz", (text) =>
      text.replace(/^(confirmation:[0-9a-f-]+)(:r1\tconfirmation\t[0-9a-f-]+)\t[0-9a-f-]+/m, `$1x$2\t${"0".repeat(8)}-0000-0000-0000-000000000000`),
    ),
    await changed("short.gz", (text) => text.replace(/\\\.\n$/, "")),
    await changed("long.gz", (text) => `${text}more\n`),
  ]
  const url = await emptyDatabase()
  const dataDir = path.join(folder, "damaged")
  for (const name of damaged) {
    const { code, said } = await restore(name, url, dataDir)
    console.log(said.join("\n"))
    expect([code, said]).toEqual([1, [expect.stringMatching(/ could not be restored \(.+\)\. The database is as empty as it was\.$/)]])
    expect(await isEmpty(url)).toBe(true)
  }
  expect((await restore(file, url, dataDir)).code).toBe(0)
  expect(differencesOf(await readTables(original), await readTables(url))).toEqual([])
})

test("a backup that is stopped, or loses its database, leaves the file of before as it was, and nothing beside it", async () => {
  const blocker = new Client({ connectionString: original })
  await blocker.connect()
  await blocker.query(`begin; lock table "Registration" in access exclusive mode`)
  const waiting = `from pg_stat_activity where datname = current_database() and query like 'copy "Registration"%' and wait_event_type = 'Lock'`
  const before = await readFile(file)
  const ends: ((group: number) => unknown)[] = [(group) => process.kill(-group, "SIGINT"), () => sql(original, `select pg_terminate_backend(pid) ${waiting}`)]
  for (const end of ends) {
    const command = await startCommand(["backup", "--", file], { env: { DATABASE_URL: original, AUTH_SECRET } })
    await expect.poll(() => sql(original, `select ${waiting}`), { timeout: 20_000 }).toHaveLength(1)
    expect((await readdir(folder)).filter((name) => name.startsWith("foyer.gz"))).toHaveLength(2)
    // No migration runs meanwhile: one that writes a table anew would leave nothing of it to see.
    expect(await sql(original, `select pg_try_advisory_lock(${migrationLock}) as "isFree"`)).toEqual([{ isFree: false }])
    await end(command.group)
    const { said } = await command.ended
    console.log(said.join("\n"))
    expect(said).toEqual([expect.stringMatching(/^The backup .*foyer\.gz could not be written \(.+\)\.$/)])
    expect((await readdir(folder)).filter((name) => name.startsWith("foyer.gz"))).toEqual(["foyer.gz"])
    expect((await readFile(file)).equals(before)).toBe(true)
    // PostgreSQL notices that nobody listens any more only when the lock is free.
    await sql(original, `select pg_terminate_backend(pid) ${waiting}`)
  }
  await blocker.end()
  const unheard = path.join(folder, "no such folder", "foyer.gz")
  expect((await backup(unheard, original)).said).toEqual([expect.stringMatching(/ could not be written \(ENOENT/)])
  expect((await backup(path.join(folder, "x.gz"), await emptyDatabase())).said[0]).toContain("There is nothing to back up")
})
