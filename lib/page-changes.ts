import type { QueryResultRow } from "pg"
import { query } from "@/lib/db/client"

// Which cached pages are out of date. Every web process keeps pages in its own memory, so whoever changes what they say writes it down here, and all
// the others read it within a second or so. These rows are about pages, whose age is real: the clock that tests move has nothing to do with them.

export type PageChange = { id: string; paths: string[] }

/** Tells every web process of this database that the pages at these paths say something else now. `run`: in whose transaction. */
export async function tellOfChange(paths: string[], run = query): Promise<void> {
  await run(
    `with old as (delete from "PageChange" where at < clock_timestamp() - interval '10 minutes')
     insert into "PageChange" (paths) values ($1)`,
    [paths],
  )
}

/**
 * What was told lately. By time, and what is known already comes again, since what was told first can be committed last. A page is never older than a minute, so
 * what was told three minutes ago is in every page.
 */
export async function listRecentChanges(run: <Row extends QueryResultRow>(sql: string) => Promise<Row[]>): Promise<PageChange[]> {
  return run<PageChange>(`select id, paths from "PageChange" where at > clock_timestamp() - interval '3 minutes'`)
}
