import { Client } from "pg"
import { endSites, startSite } from "../support/site"
import { startBareSite } from "./bare"
import { ratio } from "./ratio"

// npm run bench              every measure
// npm run bench -- NAME …    the named ones
// Each runs beside its baseline on this machine, in turn: ratios can be compared, absolute figures drift.

const slug = "wes-session-repeat"
const chosen = process.argv.slice(2)
const isChosen = (name: string) => chosen.length === 0 || chosen.includes(name)
// Mail would compete for the same two cores, and the ledger's rows are written all the same.
const site = await startSite({ env: { MAILER: "off" } })
const eventPage = `${site.url}/events/${slug}`
const bare = await startBareSite((await (await fetch(eventPage)).arrayBuffer()).byteLength)

async function setPlaces(capacity: string): Promise<void> {
  const client = new Client({ connectionString: await site.databaseUrl() })
  await client.connect()
  await client.query(`update "Event" set capacity = ${capacity} where slug = '${slug}'`)
  await client.end()
}

try {
  const post = {
    url: `${eventPage}/registrations`,
    method: "POST",
    body: "name=Ada+Example&email=[<id>]@example.org&organisation=Somewhere",
    expect: 303,
  } as const
  const bareDoor = { ...post, url: `${bare.url}/door` }
  if (isChosen("event-page")) await ratio("event-page", 0.9, { url: eventPage, expect: 200 }, { url: `${bare.url}/`, expect: 200 })
  if (isChosen("registrations")) {
    await setPlaces("1000000")
    await ratio("registrations", 0.5, post, bareDoor)
  }
  if (isChosen("full-house")) {
    await setPlaces("greatest(taken, 1)")
    await ratio("full-house", 0.75, post, bareDoor)
  }
} finally {
  bare.stop()
  await site.stop()
  await endSites()
}
