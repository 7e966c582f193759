import { cleanUp } from "../support/cleanup"
import { npmStart } from "../support/npm-start"
import { sql } from "../support/sql"
import { startBareSite } from "./bare"
import type { Measure } from "./bench"
import { ratio } from "./ratio"

const slug = "wes-session-repeat"

/** The event page and the registration door, beside a bare Next.js site. */
export async function measurePages(chosen: Set<Measure>): Promise<void> {
  if (!chosen.has("event-page") && !chosen.has("registrations") && !chosen.has("full-house")) return
  // Mail would compete for the same two cores, and the ledger's rows are written all the same.
  const site = await npmStart({ env: { MAILER: "off" } })
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
    if (chosen.has("event-page")) await ratio("event-page", 0.9, { url: eventPage, expect: 200 }, { url: `${bare.url}/`, expect: 200 })
    if (chosen.has("registrations")) {
      await setPlaces("1000000")
      await ratio("registrations", 0.5, post, bareDoor)
    }
    if (chosen.has("full-house")) {
      await setPlaces("greatest(taken, 1)")
      await ratio("full-house", 0.75, post, bareDoor)
    }
  } finally {
    bare.stop()
    await site.stop()
    await cleanUp()
  }
}
