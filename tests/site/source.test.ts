import { beforeAll, expect, test } from "vitest"
import { fillAndRegister, openBrowser } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { post } from "../support/posts"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// Where registrations come from: the page's own address says so, and nothing else does.

let site: Site
let event: OwnEvent
const page = (search = "") => `${event.url}${search}`
beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
})

const sourceOf = async (email: string) =>
  (await sql<{ source: string }>(await site.databaseUrl(), `select source from "Registration" where "eventId" = $1 and email = $2`, [event.id, email]))[0]
    ?.source

test.each([true, false])("a browser tells it, also through a form that comes back, and nobody gets a cookie (JavaScript: %s)", async (javaScript) => {
  const { page: visitor, context } = await openBrowser({ javaScript })
  const email = `ada-${javaScript}@example.org`
  await visitor.goto(page("?ref=Newsletter"))
  await fillAndRegister(visitor, { name: "Ada Example", email })
  expect(await sourceOf(email)).toBe("newsletter")
  await visitor.goto(page("?ref=post.er_2-a&other=x#register"))
  await fillAndRegister(visitor, { name: "Ada https://example.org", email: `more-${email}` })
  await visitor.getByRole("heading", { name: "There is a problem" }).waitFor()
  await visitor.getByLabel("Full name").fill("Ada Example")
  await visitor.getByRole("button", { name: "Register (free)" }).click()
  await visitor.getByRole("heading", { name: "Check your email" }).waitFor()
  expect(await sourceOf(`more-${email}`)).toBe("post.er_2-a")
  await visitor.goto(page())
  await fillAndRegister(visitor, { name: "Ada Example", email: `none-${email}` })
  expect(await sourceOf(`none-${email}`)).toBe("")
  expect(await context.cookies()).toEqual([])
  await context.close()
})

test("the page with a word in its address is the page that is cached for everybody", async () => {
  await fetch(page())
  expect((await fetch(page("?ref=newsletter"))).headers.get("x-nextjs-cache")).toBe("HIT")
})

test.each([
  ["another site's page", "https://evil.example/?ref=stolen"],
  ["no address", "newsletter"],
  ["a word too long", (own: string) => `${own}?ref=${"x".repeat(41)}`],
  ["markup", (own: string) => `${own}?ref=%3Cscript%3E`],
  ["a NUL", (own: string) => `${own}?ref=a%00b`],
  ["half of a letter", (own: string) => `${own}?ref=a%ED%A0%80`],
  ["nothing", (own: string) => `${own}?ref=`],
])("%s counts for nothing, and nobody is turned away for it", async (what, referer) => {
  const email = `${what.replace(/\W/g, "-")}@example.org`
  const answer = await post(`${page()}/registrations`, { name: "Ada Example", email }, { referer: typeof referer === "string" ? referer : referer(page()) })
  expect(answer.headers.get("location")).toBe(`/events/${event.slug}/registered`)
  expect(await sourceOf(email)).toBe("")
  // What could not be read must not come back in a form either.
  const refused = await post(`${page()}/registrations`, { name: "", email }, { referer: typeof referer === "string" ? referer : referer(page()) })
  expect((await fetch(`${site.url}${refused.headers.get("location")}`)).status).toBe(200)
})
