import type { BrowserContext, Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { makeAttendeeStates } from "../support/attendee-states"
import { openBrowser, signIn } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { fillEveryPage } from "../support/every-page"
import { openSite, type Site } from "../support/site"

// The content security policy stops nothing of our own, on any page in any state, and stops what is not ours.

let site: Site
let event: OwnEvent
let context: BrowserContext
let page: Page
let heard: string[] = []
let attendees: Record<string, string> = {}
let paths: string[] = []
beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
  paths = await fillEveryPage(site, event)
  attendees = await makeAttendeeStates(await site.databaseUrl())
  const person = await openBrowser()
  page = person.page
  context = person.context
  await context.exposeFunction("tellTest", (words: string) => heard.push(words))
  await context.addInitScript(
    `addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => tellTest(effectiveDirective + " " + blockedURI))`,
  )
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) heard.push(message.text().slice(0, 200))
  })
  await signIn(page, site)
})

/** What the policy stopped on a page. */
async function open(path: string): Promise<string[]> {
  heard = []
  await page.goto(`${site.url}${path}`)
  await page.waitForLoadState("load")
  await page.waitForTimeout(50)
  return heard
}

test("no page of the site, and no state of somebody's own page, breaks the policy", async () => {
  const all = [...paths, ...Object.values(attendees), "/nowhere", "/admin/nowhere"]
  const found: Record<string, string[]> = {}
  for (const path of all) {
    const stopped = await open(path)
    if (stopped.length > 0) found[path] = stopped
  }
  for (const state of Object.keys(attendees))
    if (state !== "unknown") {
      await open(attendees[state] ?? "")
      expect([state, await page.locator("h1").count()]).toEqual([state, 1])
    }
  console.log(`${new Set(all).size} addresses, ${Object.keys(found).length} with something stopped`)
  expect(found).toEqual({})
}, 300_000)

test("one that is planted is counted: a foreign picture everywhere, and a script in every page that is rendered for its reader", async () => {
  const planted = `<img src="https://evil.example/x.png"><script>window.planted = 1</script><script src="https://evil.example/x.js"></script>`
  await page.route("**/*", async (route) => {
    if (route.request().resourceType() !== "document") return route.continue()
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replace("</h1>", `</h1>${planted}`) })
  })
  const readers = [
    attendees.open ?? "",
    `${attendees.open}/change`,
    `${attendees.open}/data`,
    `${attendees.open}/mail`,
    paths.find((path) => path.startsWith("/address/")) ?? "",
    `/events/${event.slug}/register`,
    `/events/${event.slug}/lost-link/again`,
    "/admin",
  ]
  for (const path of ["/", "/attend/erased", ...readers]) {
    await open(path)
    // The page tells of what it stopped in its own time, in the order in which it came to it: the script from elsewhere is the last.
    await expect
      .poll(() => heard, { timeout: 30_000 })
      .toEqual(
        expect.arrayContaining([expect.stringContaining("img-src https://evil.example"), expect.stringContaining("script-src-elem https://evil.example")]),
      )
    expect([path, heard.includes("script-src-elem inline")]).toEqual([path, readers.includes(path)])
  }
  await page.unrouteAll({ behavior: "wait" })
})

test("a door that answers by itself allows no script in the page", async () => {
  const refused = await fetch(`${event.url}/registrations`, { method: "POST", body: "x", headers: { "content-type": "text/plain" } })
  expect([refused.status, /script-src ([^;]*)/.exec(refused.headers.get("content-security-policy") ?? "")?.[1]]).toEqual([415, "'self'"])
})

test("browsers are told where to report, and of a report the log keeps the kind of page, the directive and the origin", async () => {
  const policy = (await fetch(`${site.url}/`)).headers
  expect(policy.get("content-security-policy")).toContain("report-uri /api/csp-reports; report-to csp")
  expect(policy.get("reporting-endpoints")).toBe(`csp="/api/csp-reports"`)
  const own = attendees.open ?? ""
  const send = (type: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${site.url}/api/csp-reports`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": type, ...headers } })
  const newer = (documentURL: string, blockedURL: string) => ({
    type: "csp-violation",
    body: { documentURL, blockedURL, effectiveDirective: "img-src", sample: "secret" },
  })
  const reports = [
    newer(`${site.url}${own}/change?draft=secret`, `https://evil.example/${own}`),
    newer(`${site.url}/events/secret/register`, "inline"),
    { type: "deprecation", body: newer("", "").body },
  ]
  expect((await send("application/reports+json", reports)).status).toBe(204)
  expect(
    (await send("application/csp-report", { "csp-report": { "document-uri": `${site.url}/secret`, "violated-directive": "secret", "blocked-uri": "secret" } }))
      .status,
  ).toBe(204)
  expect((await send("application/csp-report", { nonsense: 1 })).status).toBe(400)
  expect((await send("application/csp-report", {}, { origin: "https://evil.example" })).status).toBe(403)
  const said = site
    .log()
    .split("\n")
    .filter((line) => line.includes("a page broke its policy"))
  expect(said.map((line) => JSON.parse(line)).map(({ page: where, directive, blocked }) => [where, directive, blocked])).toEqual([
    ["/attend/…/change", "img-src", "https://evil.example"],
    ["/events/…/register", "img-src", "inline"],
    ["/…", "unknown", "unknown"],
  ])
  expect(site.log()).not.toContain("secret=")
  const statuses = []
  for (let turn = 0; turn < 25; turn += 1) statuses.push((await send("application/reports+json", [])).status)
  expect([...new Set(statuses)]).toEqual([204, 429])
})
