import { cleanUp } from "../support/cleanup"
import { npmStart } from "../support/npm-start"
import { sql } from "../support/sql"
import { startBareSite } from "./bare"
import type { Measure } from "./measures"
import { compareLoads } from "./ratio"

const slug = "wes-session-repeat"

/** The event page and the registration door, beside a bare Next.js site. */
export async function measurePages(chosen: Set<Measure>): Promise<void> {
  if (!chosen.has("event-page") && !chosen.has("registrations") && !chosen.has("full-house")) return
  // Mail would compete for the same two cores, and the ledger's rows are written all the same. The limit counts, as on every site.
  const site = await npmStart({ env: { MAILER: "off", LIMIT_REGISTRATIONS: "1000000/1h" } })
  const eventPage = `${site.url}/events/${slug}`
  const bare = await startBareSite((await (await fetch(eventPage)).arrayBuffer()).byteLength)
  const setPlaces = async (capacity: string) => sql(await site.databaseUrl(), `update "Event" set capacity = ${capacity} where slug = '${slug}'`)
  try {
    const post = {
      url: `${eventPage}/registrations`,
      method: "POST",
      body: "name=Ada+Example&email=[<id>]@example.org&organisation=Somewhere",
      expect: 303,
    } as const
    const bareDoor = { ...post, url: `${bare.url}/door` }
    if (chosen.has("event-page")) await compareLoads("event-page", { url: eventPage, expect: 200 }, { url: `${bare.url}/`, expect: 200 })
    if (chosen.has("registrations")) {
      await setPlaces("1000000")
      await compareLoads("registrations", post, bareDoor)
    }
    if (chosen.has("full-house")) {
      await setPlaces("greatest(taken, 1)")
      const crowd = { connections: 200 }
      await compareLoads("full-house", { ...post, ...crowd }, { ...bareDoor, ...crowd }, "; 4,000 at most, since an answer takes 50 ms")
    }
  } finally {
    bare.stop()
    await site.stop()
    await cleanUp()
  }
}
