import { beforeAll, expect, test } from "vitest"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { addressOf, listRoutes, type Route } from "../support/routes"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// Every door of the build's own list, for posts that a page of another site made a browser send.

const listed = "https://www.example.org"
const foreign: Record<string, string>[] = [
  { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
]
const ofListed = { origin: listed, "sec-fetch-site": "cross-site" }
const registrations = "/events/[slug]/registrations"
/** Takes a post from anywhere: the mail program's own button (RFC 8058). */
const oneClick = "/attend/[token]/unsubscribe"

let site: Site
let event: OwnEvent
let another: OwnEvent
let doors: Route[] = []
let ids: Record<string, string> = {}
beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site, { embedOrigins: [listed] })
  another = await copyDemonstration(site)
  const nobody = "00000000-0000-4000-8000-000000000000"
  ids = { id: event.id, slug: event.slug, token: "nonsense", person: "owner", file: "x.webp" }
  for (const name of ["speaker", "reading", "registration", "import", "question", "device"]) ids[name] = nobody
  doors = listRoutes("").filter(({ isPage }) => !isPage)
})

const fields = { name: "Ada Example", email: "from-elsewhere@example.org" }
const send = async (route: Route, headers: Record<string, string>) =>
  (await fetch(`${site.url}${addressOf(route, ids)}`, { method: "POST", body: new URLSearchParams(fields), headers, redirect: "manual" })).status

test("they are refused at every door, and taken by the registration door alone from a site that its event lists", async () => {
  const found: Record<string, number[]> = {}
  for (const door of doors) found[door.path] = await Promise.all([...foreign, ofListed].map((headers) => send(door, headers)))
  const open = Object.entries(found).filter(([, statuses]) => statuses.some((status) => status !== 403 && status !== 405))
  const readOnly = Object.values(found).filter((statuses) => statuses.every((status) => status === 405)).length
  console.log(`${doors.length} of ${listRoutes("").filter(({ isPage }) => !isPage).length} routes, ${readOnly} of them only to read`)
  expect(Object.fromEntries(open)).toEqual({ [registrations]: [403, 403, 403, 403, 303], [oneClick]: [404, 404, 404, 404, 404] })
  const taken = await sql(await site.databaseUrl(), `select email from "Registration" where "eventId" = any($1)`, [[event.id, another.id]])
  expect(taken).toEqual([{ email: fields.email }])
})

test("the list is this event's alone: a site that is not on it as browsers name it, a draft and another event are refused", async () => {
  const door = doors.find(({ path }) => path === registrations)
  if (!door) throw new Error("there is no such door")
  for (const origin of [
    "http://www.example.org",
    "https://example.org",
    "https://www.example.org:8443",
    "https://www.example.org.evil.example",
    "https://WWW.example.org",
  ])
    expect([origin, await send(door, { origin })]).toEqual([origin, 403])
  expect(
    (await fetch(`${another.url}/registrations`, { method: "POST", body: new URLSearchParams(fields), headers: ofListed, redirect: "manual" })).status,
  ).toBe(403)
  await event.change(`status = 'draft'`)
  expect(await send(door, ofListed)).toBe(403)
})

test("a post with neither Origin nor Sec-Fetch-Site passes the guard: programs send it", async () => {
  for (const door of doors.filter(({ path }) => path.startsWith("/admin/events/[id]/") && path.endsWith("/save"))) expect(await send(door, {})).toBe(303)
})
