import { afterAll, beforeAll, expect, test } from "vitest"
import { type End, startMortalSite } from "../support/mortal-site"
import { postgresPid } from "../support/processes"
import { full } from "../support/size"
import { pause } from "../support/until"
import { without } from "../support/without"

// Somebody is registered if and only if the letter that says so is owed, and whoever was answered is registered: also when everything dies meanwhile.

const posts = full(600, 5000)
let site: Awaited<ReturnType<typeof startMortalSite>>

beforeAll(async () => {
  site = await startMortalSite()
})
afterAll(() => site.close())

/** The ways in which it all ends. After each the site is started again. */
const ends: Record<string, End> = {
  "an immediate stop of PostgreSQL, then kill -9 of the site": async (site) => {
    process.kill((await postgresPid(site.dataDir)) ?? 0, "SIGQUIT")
    await pause(100)
    await site.killGroup()
  },
  "kill -9 of npm, the site and PostgreSQL": (site) => site.killGroup(),
  "kill -9 of the site, whose PostgreSQL the next start adopts": (site) => site.killParent(),
}

test(
  `${posts} posts through three ends: registrations and confirmations are the same people, and everybody who was answered is among them`,
  async () => {
    const { answered, answers, found } = await site.postThrough("person", posts, Object.values(ends))
    const { registrations, confirmations, ...faults } = await site.readFaults(answered)
    for (const [index, way] of Object.keys(ends).entries()) console.log(`${way}: found ${found[index]} posts in flight`)
    console.log(`${posts} posts: answers ${JSON.stringify(answers)}, ${answered.length} told that they are registered`)
    console.log(`${registrations} registrations, ${confirmations} confirmations owed; faults ${JSON.stringify(faults)}`)
    expect(Math.min(...found)).toBeGreaterThan(0)
    expect(answered.length).toBeGreaterThan(posts / 2)
    expect(answered.length).toBeLessThan(posts)
    expect(registrations).toBeGreaterThanOrEqual(answered.length)
    expect(confirmations).toBe(registrations)
    expect(faults).toEqual({ unowed: 0, orphaned: 0, miscounted: 0, unrecorded: 0 })
  },
  full(120_000, 900_000),
)

const few = 40

test("negative control: when registering owes no letter, the same check finds everybody", async () => {
  const database = await site.databaseUrl()
  await without(database, "register_attendee", "owes the letter")
  const { answered } = await site.postThrough("forgotten", few, [])
  const faults = await site.readFaults(answered)
  console.log(`without the letter: ${answered.length} answered, faults ${JSON.stringify(faults)}`)
  expect(faults.unowed).toBe(few)
})
