import { createServer } from "node:http"
import { beforeAll, expect, test } from "vitest"
import { openDesk } from "../support/desk"
import { type Door, judgeDoor, methodsOf } from "../support/door-judge"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { inParallel } from "../support/posts"
import { addressOf, listRoutes, type Route } from "../support/routes"
import { openSite, type Site } from "../support/site"

// Every door of the build's own list has the same guard, whoever wrote it: method, kind, size, number of fields, where the post comes from.

const kinds: Record<string, Door["kind"]> = { "/attend/[token]/unsubscribe": "one click", "/api/bounces": "mail", "/api/csp-reports": "report" }
const kindOf = ({ path }: Route) => kinds[path] ?? (path.endsWith("/upload") ? "upload" : "form")

let site: Site
let event: OwnEvent
let doors: { route: Route; door: Door }[] = []
let readOnly: string[] = []
beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
  const desk = await openDesk(site, event.slug)
  const bounces = await (await desk.site("/admin/bounces")).text()
  const key = /api\/bounces\?key=([\w-]{43})/.exec(bounces)?.[1] ?? ""
  const nobody = "00000000-0000-4000-8000-000000000000"
  const ids: Record<string, string> = { id: event.id, slug: event.slug, token: "nonsense", person: "owner", file: "x.webp" }
  for (const name of ["speaker", "reading", "registration", "import", "question", "device"]) ids[name] = nobody
  const routes = listRoutes("").filter(({ isPage, path }) => !isPage && !path.includes("."))
  const found = await inParallel(routes.length, 4, async (index) => {
    const route = routes[index]
    if (!route) throw new Error("there is no such route")
    const url = `${site.url}${addressOf(route, ids)}${route.path === "/api/bounces" ? `?key=${key}` : ""}`
    const methods = await methodsOf(url)
    return { route, methods, door: { url, cookie: desk.cookie, kind: kindOf(route), hasPage: methods.includes("GET") } }
  })
  doors = found.filter(({ methods }) => methods.includes("POST"))
  readOnly = found.filter(({ methods }) => !methods.includes("POST")).map(({ door }) => door.url)
})

test("every door refuses other methods, kinds, sizes, numbers of fields and origins in the same way", async () => {
  const judged = await inParallel(doors.length, 4, async (index) => {
    const found = doors[index]
    return found ? (await judgeDoor(found.door)).map((complaint) => `${found.route.path} ${complaint}`) : ["there is no such door"]
  })
  console.log(`${doors.length} doors, and ${readOnly.length} routes that are only to read`)
  expect(judged.flat()).toEqual([])
  expect(doors.length).toBeGreaterThan(70)
})

test("what is only to read takes no post, and says what it takes", async () => {
  for (const url of readOnly) {
    const answer = await fetch(url, { method: "POST", body: "" })
    expect([url, answer.status, answer.headers.get("allow")]).toEqual([url, 405, "GET, HEAD, OPTIONS"])
  }
})

test("a door without a guard is noticed for each of it: here one that takes everything", async () => {
  const server = createServer((_, response) => response.writeHead(303, { location: "/" }).end())
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/unguarded`
  expect(await judgeDoor({ url, kind: "form" })).toHaveLength(13)
  server.close()
})

test("the page that a door shows when its address is opened leads to the page with the form", async () => {
  const page = await fetch(`${event.url}/registrations`)
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8")
  expect(await page.text()).toContain(`<a href="/events/${event.slug}">Open the page</a>`)
})
