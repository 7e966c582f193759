import { readdirSync } from "node:fs"
import { beforeAll, expect, test } from "vitest"
import { openBrowser, signIn } from "../support/browser"
import { inParallel, post } from "../support/posts"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

let site: Site
beforeAll(async () => {
  site = await startSite()
})
const get = (path: string) => fetch(`${site.url}${path}`)
/** Whether the page says so: a whole page in a failure's message helps nobody. */
const says = async (path: string, words: string) => (await (await get(path)).text()).includes(words)
const cached = (answer: Response) => answer.headers.get("x-nextjs-cache")

test.each([
  "/events/wes-session-repeat",
  "/events/wes-session-repeat/registered",
  "/",
  "/events/wes-session-repeat/reading/foreword-to-the-industrialisation-of-care",
  "/events/wes-session-repeat/calendar.ics",
])("the second GET of %s comes from the cache", async (path) => {
  expect((await get(path)).status).toBe(200)
  expect(cached(await get(path))).toBe("HIT")
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
  await signIn(page, site.signInLink())
  await get("/events/wes-session-repeat")
  await page
    .getByRole("link", { name: /WES Session/ })
    .first()
    .click()
  await page.getByLabel("Title").fill("A title that was changed")
  await page.getByLabel("Banner").fill("The room has moved")
  await page.getByRole("button", { name: "Save" }).click()
  await page.getByText("Saved. The public page shows it already.").waitFor()
  for (const path of ["/events/wes-session-repeat", "/"]) expect(await says(path, "A title that was changed")).toBe(true)
  expect(await says("/events/wes-session-repeat", "The room has moved")).toBe(true)
})

test("the registration that takes the last place changes the page at once", async () => {
  await sql(await site.databaseUrl(), `update "Event" set capacity = taken + 1 where slug = 'wes-session-repeat'`)
  await get("/events/wes-session-repeat")
  await post(`${site.url}/events/wes-session-repeat/registrations`, { name: "Last Example", email: "last@example.org" })
  expect(await says("/events/wes-session-repeat", "All places are taken")).toBe(true)
})

test("1,000 GETs of unknown slugs leave no file behind", async () => {
  const files = () => readdirSync(".next/server", { recursive: true }).length
  await get("/events/warm-up")
  const before = files()
  const statuses = await inParallel(1000, 20, async (index) => (await get(`/events/unknown-${index}`)).status)
  expect(new Set(statuses)).toEqual(new Set([404]))
  expect(files()).toBe(before)
})

test("two sites with different databases on one build show each its own events", async () => {
  const other = await startSite()
  await sql(await other.databaseUrl(), `update "Event" set title = 'The title of the other site' where slug = 'wes-session-repeat'`)
  for (let visit = 0; visit < 2; visit += 1) {
    expect(await (await fetch(`${other.url}/events/wes-session-repeat`)).text()).toContain("The title of the other site")
    expect(await says("/events/wes-session-repeat", "The title of the other site")).toBe(false)
  }
})
