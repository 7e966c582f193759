import { afterAll, beforeAll, test } from "vitest"
import { startMortalSite } from "../support/mortal-site"
import { sql } from "../support/sql"
import { untilSeen } from "../support/until"

// Takes out a guard of `operations/registered-iff-owed`, that PostgreSQL answers only when the disk has it: people who were answered are gone after a kill.

let site: Awaited<ReturnType<typeof startMortalSite>>

beforeAll(async () => {
  site = await startMortalSite()
})
afterAll(() => site.close())

test("when PostgreSQL answers before it has written, the same check misses people", { timeout: 300_000 }, async () => {
  const database = await site.databaseUrl()
  for (const setting of ["synchronous_commit = off", "wal_writer_delay = '10s'"]) await sql(database, `alter system set ${setting}`)
  await sql(database, "select pg_reload_conf()")
  let round = 0
  await untilSeen(async () => {
    round += 1
    const { answered } = await site.postThrough(`hasty${round}`, 160, [(running) => running.killGroup()])
    const faults = await site.readFaults(answered)
    console.log(`without waiting for the disk: ${answered.length} answered, faults ${JSON.stringify(faults)}`)
    return faults.unrecorded > 0
  }, 3)
})
