import { beforeAll, beforeEach, expect, test } from "vitest"
import { inParallel, post } from "../support/posts"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

const places = 50
const posts = 2000
let site: Site
let database = ""

beforeAll(async () => {
  site = await startSite({ env: { MAILER: "off" } })
  database = await site.databaseUrl()
})
beforeEach(async () => {
  await sql(database, `delete from "Registration"`)
  await sql(database, `update "Event" set capacity = ${places}, taken = 0 where slug = 'wes-session-repeat'`)
})

async function everybodyPresses(): Promise<{ statuses: Record<number, number>; registered: number; letters: number }> {
  const answers = await inParallel(posts, posts, (index) =>
    post(`${site.url}/events/wes-session-repeat/registrations`, { name: `Person ${index}`, email: `person-${index}@example.org` }),
  )
  const statuses: Record<number, number> = {}
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1
  const [count] = await sql<{ registered: number; letters: number }>(
    database,
    `select (select count(*)::int from "Registration" where status = 'registered') as registered, (select count(*)::int from "Delivery" where kind = 'confirmation') as letters`,
  )
  return { statuses, registered: count?.registered ?? 0, letters: count?.letters ?? 0 }
}

test("2,000 people press at once for 50 places: exactly 50 are registered, and everybody gets an answer", async () => {
  const crowd = await everybodyPresses()
  console.log(`${posts} posts for ${places} places: ${crowd.registered} registered, answers ${JSON.stringify(crowd.statuses)}`)
  expect(crowd).toEqual({ statuses: { 303: posts }, registered: places, letters: places })
})

test("negative control: without the lock and the check, the same crowd oversells", async () => {
  const [original] = await sql<{ definition: string }>(database, `select pg_get_functiondef('register_attendee'::regproc) as definition`)
  const unguarded = original?.definition.replace(/ for no key update/g, "").replace("set taken = taken + 1", "set taken = e.taken + 1")
  expect(unguarded).not.toBe(original?.definition)
  await sql(database, `alter table "Event" drop constraint "Event_taken_within_capacity"`)
  await sql(database, unguarded ?? "")
  const crowd = await everybodyPresses()
  console.log(`without the guard: ${crowd.registered} registered for ${places} places`)
  expect(crowd.registered).toBeGreaterThan(places)
})
