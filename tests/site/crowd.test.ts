import { beforeAll, beforeEach, expect, test } from "vitest"
import { inParallel, post } from "../support/posts"
import { type Site, startSite } from "../support/site"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { untilSeen } from "../support/until"

const [posts, width, places] = full([2000, 2000, 50], [10_000, 200, 500])
const again = full(300, 1000)
let site: Site
let database = ""

beforeAll(async () => {
  site = await startSite({ env: { MAILER: "off" } })
  database = await site.databaseUrl()
})
async function emptyHall(): Promise<void> {
  await sql(database, `delete from "Registration"`)
  await sql(database, `update "Event" set capacity = ${places}, taken = 0 where slug = 'wes-session-repeat'`)
}
beforeEach(emptyHall)

async function everybodyPresses(): Promise<{ statuses: Record<number, number>; registered: number; letters: number }> {
  const answers = await inParallel(posts, width, (index) =>
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

test(`${posts} people press for ${places} places, ${width} at once: exactly ${places} are registered, and everybody gets an answer`, async () => {
  const crowd = await everybodyPresses()
  console.log(`${posts} posts for ${places} places: ${crowd.registered} registered, answers ${JSON.stringify(crowd.statuses)}`)
  expect(crowd).toEqual({ statuses: { 303: posts }, registered: places, letters: places })
})

test(`the same address ${again} times at once, in other case, spaces and forms, is one registration and one confirmation, and every answer is alike`, async () => {
  const typed = "zoe@bücher.example"
  const spellings = [typed.normalize("NFC"), typed.normalize("NFD"), ` ${typed} `, "Zoe@BÜCHER.example", "ZOE@xn--bcher-kva.EXAMPLE"]
  const answers = await inParallel(again, 200, async (index) => {
    const answer = await post(`${site.url}/events/wes-session-repeat/registrations`, { name: "Zoë Example", email: spellings[index % spellings.length] ?? "" })
    const headers = [...answer.headers].filter(([header]) => header !== "date")
    return JSON.stringify([answer.status, headers, await answer.text()])
  })
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain("/events/wes-session-repeat/registered")
  const kinds = await sql<{ kind: string; count: number }>(
    database,
    `select kind, count(*)::int as count from "Delivery" where "registrationId" is not null group by 1 order by 1`,
  )
  const people = await sql(database, `select "emailKey" from "Registration"`)
  console.log(`${again} posts of one address: ${people.length} row, letters ${JSON.stringify(kinds)}`)
  expect(people).toEqual([{ emailKey: "zoe@xn--bcher-kva.example" }])
  expect(kinds.find(({ kind }) => kind === "confirmation")?.count).toBe(1)
  expect(kinds.find(({ kind }) => kind === "already")?.count ?? 0).toBeLessThanOrEqual(1)
})

test("negative control: without the lock and the check, the same crowd oversells", async () => {
  const [original] = await sql<{ definition: string }>(database, `select pg_get_functiondef('register_attendee'::regproc) as definition`)
  const unguarded = original?.definition.replace(/ for no key update/g, "").replace("set taken = taken + 1", "set taken = e.taken + 1")
  expect(unguarded).not.toBe(original?.definition)
  await sql(database, `alter table "Event" drop constraint "Event_taken_within_capacity"`)
  await sql(database, unguarded ?? "")
  await untilSeen(async () => {
    await emptyHall()
    const { registered } = await everybodyPresses()
    console.log(`without the guard: ${registered} registered for ${places} places`)
    return registered > places
  }, 5)
})
