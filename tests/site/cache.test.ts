import { readdirSync } from "node:fs"
import { beforeAll, expect, test } from "vitest"
import { openBrowser, signIn } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { inParallel } from "../support/posts"
import { openSite, type Site, startSite } from "../support/site"
import { full } from "../support/size"
import { sql } from "../support/sql"

let site: Site
/** A site of this file's own, on the same build: on the other, the events of earlier files may still be changing what the front page says. */
let other: Site
let event: OwnEvent
beforeAll(async () => {
  site = await openSite()
  other = await startSite()
  await sql(await other.databaseUrl(), `update "Event" set title = 'The title of the other site' where slug = 'wes-session-repeat'`)
  event = await copyDemonstration(site)
})
const get = (path: string, { url } = site) => fetch(`${url}${path}`)
/** Whether the page says so: a whole page in a failure's message helps nobody. */
const says = async (path: string, words: string, at = site) => (await (await get(path, at)).text()).includes(words)
const cached = (answer: Response) => answer.headers.get("x-nextjs-cache")

test.each([
  "/events/wes-session-repeat",
  "/events/wes-session-repeat/registered",
  "/",
  "/events/wes-session-repeat/reading/foreword-to-the-industrialisation-of-care",
  "/events/wes-session-repeat/calendar.ics",
])("the second GET of %s comes from the cache", async (path) => {
  expect((await get(path, other)).status).toBe(200)
  expect(cached(await get(path, other))).toBe("HIT")
})

test.each([
  "/events/nobody-knows-this",
  "/events/nobody-knows-this/registered",
  "/events/wes-session-repeat/reading/none",
  "/events/nobody/calendar.ics",
  "/front/then",
])("%s is a 404 the first time and every time", async (path) => {
  for (let visit = 0; visit < 2; visit += 1) {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    // What it says stands in the page itself, for those who have no JavaScript.
    expect(await answer.text()).toMatch(/<h1[^>]*>(This address does not lead anywhere|Not found)</)
  }
})

test("an edit shows on the next GET", async () => {
  const { page } = await openBrowser()
  await signIn(page, site)
  await get(`/events/${event.slug}`)
  await page.goto(event.desk)
  await page.getByLabel("Title").fill("A title that was changed")
  await page.getByLabel("Banner").fill("The room has moved")
  await page.getByRole("button", { name: "Save" }).click()
  await page.getByText("Saved. The public page shows it already.").waitFor()
  for (const path of [`/events/${event.slug}`, "/"]) expect(await says(path, "A title that was changed")).toBe(true)
  expect(await says(`/events/${event.slug}`, "The room has moved")).toBe(true)
})

test("the registration that takes the last place changes the page at once", async () => {
  await event.change("capacity = taken + 1")
  await get(`/events/${event.slug}`)
  await event.register("last@cache.example", { name: "Last Example" })
  expect(await says(`/events/${event.slug}`, "All places are taken")).toBe(true)
})

const visits = full(200, 1000)
// Each of them is rendered: on a busy machine that takes minutes.
test(`${visits} GETs of unknown slugs leave no file behind`, { timeout: 600_000 }, async () => {
  const files = () => readdirSync(".next/server", { recursive: true }).length
  await get("/events/warm-up")
  const before = files()
  const statuses = await inParallel(visits, 20, async (index) => (await get(`/events/unknown-${index}`)).status)
  expect(new Set(statuses)).toEqual(new Set([404]))
  expect(files()).toBe(before)
})

test("two sites with different databases on one build show each its own events", async () => {
  for (let visit = 0; visit < 2; visit += 1) {
    expect(await says("/events/wes-session-repeat", "The title of the other site", other)).toBe(true)
    expect(await says("/events/wes-session-repeat", "The title of the other site")).toBe(false)
  }
})
