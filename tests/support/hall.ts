import { inParallel, post } from "./posts"
import { startSite } from "./site"
import { full } from "./size"
import { sql } from "./sql"

// A site of a file's own, where many press for few places: told once, for the real decision and for one that has lost its lock.

export const [posts, width, places] = full([1000, 1000, 50], [10_000, 200, 500])

export async function openHall() {
  const site = await startSite({ env: { MAILER: "off" } })
  const database = await site.databaseUrl()
  return {
    site,
    database,
    async empty(): Promise<void> {
      await sql(database, `delete from "Registration"`)
      await sql(database, `update "Event" set capacity = ${places}, taken = 0 where slug = 'wes-session-repeat'`)
    },
    async everybodyPresses(): Promise<{ statuses: Record<number, number>; registered: number; letters: number }> {
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
    },
  }
}
