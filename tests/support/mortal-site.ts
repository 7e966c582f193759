import { npmStart } from "./npm-start"
import { inParallel, post } from "./posts"
import { openSink } from "./sink"
import { sql } from "./sql"
import { pause } from "./until"

// A site that `npm start` runs, and that dies while everybody posts: told once, for one that keeps its word and for ones that cannot.

const atOnce = 50
const slug = "wes-session-repeat"
type Site = Awaited<ReturnType<typeof npmStart>>
/** A way in which it all ends. */
export type End = (site: Site) => Promise<void>

export async function startMortalSite() {
  const sink = await openSink()
  const start = (dataDir?: string) => npmStart({ env: { SMTP_URL: sink.url, MAIL_RATE: "unlimited" }, ...(dataDir && { dataDir }) })
  let site = await start()
  const databaseUrl = () => site.databaseUrl()
  await sql(await databaseUrl(), `update "Event" set capacity = 100000 where slug = '${slug}'`)

  /** Everybody posts once, and whoever comes while the site is down waits for it. It ends in each of these ways, after equal parts of the posts. */
  async function postThrough(name: string, count: number, ends: End[]) {
    const answered: string[] = []
    const answers: Record<string, number> = {}
    const found: number[] = []
    let [tried, inFlight, isUp] = [0, 0, Promise.resolve()]

    const posting = inParallel(count, atOnce, async (index) => {
      await isUp
      const email = `${name}-${index}@example.org`
      inFlight += 1
      tried += 1
      const answer = await post(`${site.url}/events/${slug}/registrations`, { name: `Person ${index}`, email }).catch(() => null)
      inFlight -= 1
      const said = answer?.status ?? "none"
      answers[said] = (answers[said] ?? 0) + 1
      if (answer?.headers.get("location") === `/events/${slug}/registered`) answered.push(email)
    })
    for (const [index, end] of ends.entries()) {
      while (tried < ((index + 1) * count) / (ends.length + 1)) await pause(2)
      found.push(inFlight)
      const ending = end(site)
      isUp = ending.then(async () => {
        site = await start(site.dataDir)
      })
      await isUp
    }
    await posting
    return { answered, answers, found }
  }

  /** What must be 0, beside how many there are. */
  async function readFaults(answered: string[]) {
    const [faults] = await sql<{ registrations: number; confirmations: number; unowed: number; orphaned: number; miscounted: number; unrecorded: number }>(
      await databaseUrl(),
      `select (select count(*)::int from "Registration") as registrations,
         (select count(*)::int from "Delivery" where kind = 'confirmation') as confirmations,
         (select count(*)::int from "Registration" r where not exists (select from "Delivery" d where d.key = 'confirmation:' || r.id || ':r' || r.round)) as unowed,
         (select count(*)::int from "Delivery" d where kind = 'confirmation' and not exists (select from "Registration" r where r.id = d."registrationId")) as orphaned,
         (select taken from "Event" where slug = '${slug}') - (select count(*)::int from "Registration" where status = 'registered') as miscounted,
         (select count(*)::int from unnest($1::text[]) as answered (email) where email not in (select email from "Registration")) as unrecorded`,
      [answered],
    )
    if (!faults) throw new Error("the database counted nothing")
    return faults
  }

  return { databaseUrl, postThrough, readFaults, close: sink.close }
}
