import { Client } from "pg"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openDesk } from "../support/desk"
import { enrol, writeEvent } from "../support/factories"
import { type Instances, startInstances } from "../support/instances"
import { inParallel, post } from "../support/posts"
import { openSession, ownerOf } from "../support/session"
import type { Site } from "../support/site"
import { sql } from "../support/sql"
import { pause, until, untilSeen } from "../support/until"
import { endWorkers, startWorker } from "../support/workers"

// Two web processes and two workers on one database: whichever a visitor reaches, it is one site.

const slug = "wes-session-repeat"
const eventPage = `/events/${slug}`
const limit = 30
let house: Instances
let one: Site
let other: Site
let cookie = ""
let desk = ""

beforeAll(async () => {
  house = await startInstances(2, { LIMIT_REGISTRATIONS: `${limit}/10m` })
  const [first, second] = house.sites
  if (!first || !second) throw new Error("two sites were to start")
  ;[one, other] = [first, second]
  const opened = await openDesk(one, slug)
  cookie = opened.cookie
  desk = opened.page
})
afterAll(async () => {
  await endWorkers()
  await house?.stop()
})

const change = (what: string, values: unknown[] = []) => sql(house.databaseUrl, what, values)
const says = async (site: Site, path: string, words: string) => (await (await fetch(`${site.url}${path}`)).text()).includes(words)
const isKeptOn = async (site: Site, path: string) => (await fetch(`${site.url}${path}`)).headers.get("x-nextjs-cache") === "HIT"
/** Both keep the page, so that whatever they say next was learnt. */
const keepBoth = async (path: string) => {
  for (const site of [one, other]) await until(() => isKeptOn(site, path))
}
/** Waits until both have heard all that was told so far: of the front page last, which is then made new. */
async function allHeard(): Promise<void> {
  await keepBoth("/")
  await change(`insert into "PageChange" (paths) values ('{/front/now}')`)
  for (const site of [one, other]) await until(async () => !(await isKeptOn(site, "/")))
}
const addSpeaker = (site: Site, name: string) => post(`${site.url}${desk}/speakers/add`, { name, role: "Speaker" }, { cookie })

/** How long it takes until the site says so, in milliseconds. Throws when a hundred looks do not see it: five seconds, where nothing else is to be done. */
async function learns(site: Site, path: string, words: string, isThere = true): Promise<number> {
  const began = performance.now()
  for (let looks = 1; (await says(site, path, words)) !== isThere; looks += 1, await pause(50))
    if (looks === 100) throw new Error("It did not come to that in a hundred looks.")
  return Math.round(performance.now() - began)
}

test("an edit on either shows on the other within five seconds", async () => {
  const took: number[] = []
  for (let turn = 0; turn < 6; turn += 1) {
    const [editor, reader] = turn % 2 === 0 ? [one, other] : [other, one]
    await keepBoth(eventPage)
    expect((await addSpeaker(editor, `Speaker of turn ${turn}`)).status).toBe(303)
    expect(await says(editor, eventPage, `Speaker of turn ${turn}`)).toBe(true)
    took.push(await learns(reader, eventPage, `Speaker of turn ${turn}`))
  }
  console.log(`an edit showed on the other instance after ${took.join(", ")} ms`)
})

test("control: when nobody is told, the old page is found out", async () => {
  await allHeard()
  await change(`create function tell_nobody() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger silence before insert on "PageChange" for each row execute function tell_nobody()`)
  try {
    await keepBoth(eventPage)
    await addSpeaker(one, "Speaker whom nobody was told of")
    expect(await says(one, eventPage, "Speaker whom nobody was told of")).toBe(true)
    await expect(until(() => says(other, eventPage, "Speaker whom nobody was told of"), 2000)).rejects.toThrow("did not come to that")
  } finally {
    await change(`drop trigger silence on "PageChange"`)
  }
  await addSpeaker(one, "Speaker whom everybody was told of")
  await learns(other, eventPage, "Speaker whom nobody was told of")
})

test("an address that led nowhere leads to the event when it is published on the other", async () => {
  const draft = await writeEvent(house.databaseUrl, { slug: "'soon'", title: "'An event to be published'", status: "'draft'", capacity: "10" })
  const statusOn = async (site: Site) => (await fetch(`${site.url}/events/soon`)).status
  for (const site of [one, other, one, other]) expect(await statusOn(site)).toBe(404)
  const published = await post(`${one.url}/admin/events/${draft.id}/publish`, {}, { cookie })
  expect(published.headers.get("location")).toMatch(/published$/)
  expect(await statusOn(one)).toBe(200)
  await until(async () => (await statusOn(other)) === 200)
})

test("a render that began before an edit is not kept after it", async () => {
  const [before, after] = ["The title before the edit", "The title after the edit"]
  /** Tells of two pages, and waits until the other site has heard: the second of them is then made new, and of the first nobody has asked. */
  const tell = async () => {
    await until(() => isKeptOn(other, "/"))
    await change(`insert into "PageChange" (paths) values ($1)`, [[eventPage, "/front/now"]])
    await until(async () => !(await isKeptOn(other, "/")))
  }
  await change(`update "Event" set title = $1 where slug = $2`, [before, slug])
  await tell()
  await learns(other, eventPage, before)
  // It is kept, and out of date once more, so that the next one to ask has it rendered.
  await keepBoth(eventPage)
  await tell()
  // The event is read first and its speakers after it, so a render that waits for the speakers has the old title already.
  const holder = new Client({ connectionString: house.databaseUrl })
  await holder.connect()
  await holder.query(`begin; lock table "Speaker" in access exclusive mode`)
  const rendered = fetch(`${other.url}${eventPage}`).then((answer) => answer.text())
  await until(
    async () =>
      (
        await change(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%"Speaker"%' and pid <> pg_backend_pid()`,
        )
      ).length > 0,
  )
  await change(`update "Event" set title = $1 where slug = $2`, [after, slug])
  await tell()
  await holder.query("commit")
  await holder.end()
  expect((await rendered).includes(before)).toBe(true)
  expect(await says(other, eventPage, after)).toBe(true)
})

test("who signed in on one is signed in on the other, and signed out of both", async () => {
  const desks = () => Promise.all([one, other].map(async ({ url }) => (await fetch(`${url}${desk}`, { headers: { cookie }, redirect: "manual" })).status))
  expect(await desks()).toEqual([200, 200])
  const session = cookie
  const spare = "a-session-that-ends"
  await openSession(house.databaseUrl, await ownerOf(house.databaseUrl), spare)
  cookie = cookie.replace(/(session-token=)[^;]+/, `$1${spare}`)
  expect(await desks()).toEqual([200, 200])
  expect((await post(`${other.url}/admin/sign-out`, {}, { cookie })).status).toBe(303)
  expect(await desks()).toEqual([303, 303])
  cookie = session
})

test("what a refused form held on one is shown by the other", async () => {
  const refused = await post(`${one.url}${eventPage}/registrations`, { name: "Ada of the draft", email: "nobody" }, { "x-forwarded-for": "203.0.113.1" })
  expect(refused.status).toBe(303)
  const again = refused.headers.get("location") ?? ""
  expect(again).toMatch(/\?draft=/)
  expect(await says(other, again, "Ada of the draft")).toBe(true)
})

/** Posts twice as many forms as are allowed from one address, to both in turn, and returns how many were taken. */
async function countTaken(sites: Site[], from: string): Promise<Record<number, number>> {
  const statuses = await inParallel(2 * limit, 10, async (index) => {
    const fields = { name: "Somebody", email: `somebody-${index}@example.org` }
    return (await post(`${sites[index % 2]?.url}${eventPage}/registrations`, fields, { "x-forwarded-for": from })).status
  })
  return Object.fromEntries([303, 429].map((status) => [status, statuses.filter((found) => found === status).length]))
}

test("a limit holds for both together; a control that counts for itself is over it", async () => {
  expect(await countTaken([one, other], "203.0.113.2")).toEqual({ 303: limit, 429: limit })
  // Its counters are in a table of its own, as if they were in its own memory.
  await change(`create schema apart; create table apart."Limit" (like public."Limit" including all)`)
  const apart = await house.start({ DATABASE_URL: `${house.databaseUrl}?options=${encodeURIComponent("-c search_path=apart,public")}` })
  expect(await countTaken([one, apart], "203.0.113.3")).toEqual({ 303: 2 * limit, 429: 0 })
  await apart.stop()
})

test("two workers send what was registered on both, each letter once", async () => {
  await change(`create table "Claimed" (worker text);
    create function note_claim() returns trigger language plpgsql as $$ begin
      insert into "Claimed" values (current_setting('application_name')); return new; end $$;
    create trigger note_claim after update on "Delivery" for each row when (old.state = 'queued' and new.state = 'sending') execute function note_claim()`)
  const start = (name: string) => startWorker({ databaseUrl: house.databaseUrl, smtpUrl: house.sink.url, name })
  await Promise.all([start("first"), start("second")])
  const people: string[] = []
  const sentTo = () => house.sink.received.filter(({ to, subject }) => to.startsWith("crowd-") && subject.startsWith("Registered")).map(({ to }) => to)
  const shares = () => change(`select worker, count(*)::int as letters from "Claimed" group by worker order by worker`)
  // On a busy machine one of them may be so slow that the other takes all of a round.
  await untilSeen(async () => {
    const round = Array.from({ length: 60 }, (_, index) => `crowd-${people.length + index}@example.org`)
    people.push(...round)
    await inParallel(round.length, 10, (index) =>
      post(
        `${[one, other][index % 2]?.url}${eventPage}/registrations`,
        { name: "One of many", email: round[index] ?? "" },
        { "x-forwarded-for": `198.51.100.${index}` },
      ),
    )
    await until(() => sentTo().length >= people.length)
    return (await shares()).length === 2
  })
  console.log(`two workers sent ${(await shares()).map((share) => Object.values(share).join(" ")).join(" and ")} letters`)
  expect(sentTo().sort()).toEqual(people.toSorted())
})

test("an offer that lapses in a worker shows on both within five seconds", async () => {
  const [event] = await sql<{ id: string }>(house.databaseUrl, `update "Event" set capacity = taken + 1, taken = taken + 1 where slug = $1 returning id`, [
    slug,
  ])
  await change(`insert into "PageChange" (paths) values ($1)`, [[eventPage]])
  for (const site of [one, other]) await learns(site, eventPage, "All places are taken")
  await keepBoth(eventPage)
  expect(await says(other, eventPage, "All places are taken")).toBe(true)
  await enrol(house.databaseUrl, event?.id ?? "", 1, { email: "'offered@example.org'", status: "'offered'", offeredUntil: "foyer_now()" })
  const took = await Promise.all([one, other].map((site) => learns(site, eventPage, "All places are taken", false)))
  console.log(`an offer that lapsed showed after ${took.join(" and ")} ms`)
})
