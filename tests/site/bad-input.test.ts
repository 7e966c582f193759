import { request } from "node:http"
import { beforeAll, expect, test } from "vitest"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { post } from "../support/posts"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

let site: Site
let event: OwnEvent
let door = ""
beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
  door = `${event.url}/registrations`
})

const canary = "canary-7f3a"
const good = { name: `Ada ${canary}`, email: `${canary}@example.org` }

/** Follows a refused post to the form and returns what it says. */
async function formAfter(fields: Record<string, string>): Promise<string> {
  const answer = await post(door, fields)
  expect(answer.status).toBe(303)
  const location = answer.headers.get("location") ?? ""
  expect(location).toMatch(new RegExp(`^/events/${event.slug}/register\\?draft=[0-9a-f-]{36}$`))
  const form = await fetch(`${site.url}${location}`)
  expect(form.status).toBe(200)
  return form.text()
}

test.each([
  ["nothing at all", {}, ["Enter your full name", "Enter your email address"]],
  ["spaces for a name", { ...good, name: "   " }, ["Enter your full name"]],
  ["a name of 201 letters", { ...good, name: "x".repeat(201) }, ["Use 200 characters at most"]],
  ["an address without a domain", { ...good, email: "ada" }, ["Enter an email address in the correct format"]],
  ["two addresses", { ...good, email: "ada@example.org, eve@example.org" }, ["Enter an email address in the correct format"]],
  ["an address with a line break", { ...good, email: "ada@example.org\r\nBcc: eve@example.org" }, ["Enter an email address in the correct format"]],
  ["an address of 300 letters", { ...good, email: `${"x".repeat(300)}@example.org` }, ["Enter an email address in the correct format"]],
  ["the field that people do not see", { ...good, website: "https://spam.example" }, ["a field that is not shown"]],
])("%s brings the form back with what is wrong and what was typed", async (_what, fields: Record<string, string>, sentences) => {
  const html = await formAfter(fields)
  const missing = ["<title>Error: ", ...sentences, ...(fields.name?.trim() ? [`value="${fields.name}"`] : [])].filter((words) => !html.includes(words))
  expect(missing).toEqual([])
  expect(await sql(await site.databaseUrl(), `select from "Registration" where "eventId" = $1`, [event.id])).toHaveLength(0)
})

test("what was typed comes back as text, never as markup", async () => {
  const html = await formAfter({ name: `"><script>alert(1)</script>`, email: "no" })
  expect(html.includes("<script>alert(1)")).toBe(false)
  expect(html.includes("&lt;script&gt;alert(1)")).toBe(true)
})

test.each([
  ["JSON", { body: JSON.stringify(good), headers: { "content-type": "application/json" } }, 415],
  ["plain text", { body: "name=Ada", headers: { "content-type": "text/plain" } }, 415],
  [
    "a file upload",
    {
      body: (() => {
        const form = new FormData()
        form.set("name", "Ada")
        return form
      })(),
      headers: {},
    },
    415,
  ],
  ["5 MB", { body: `name=${"x".repeat(5_000_000)}`, headers: { "content-type": "application/x-www-form-urlencoded" } }, 413],
  [
    "10,000 fields",
    { body: Array.from({ length: 10_000 }, (_, index) => `a${index}=`).join("&"), headers: { "content-type": "application/x-www-form-urlencoded" } },
    413,
  ],
  [
    "300 fields",
    { body: Array.from({ length: 300 }, (_, index) => `a${index}=`).join("&"), headers: { "content-type": "application/x-www-form-urlencoded" } },
    400,
  ],
  ["another site's form", { body: new URLSearchParams(good), headers: { origin: "https://evil.example" } }, 403],
  ["a form without an origin to name", { body: new URLSearchParams(good), headers: { origin: "null" } }, 403],
  ["a cross-site post", { body: new URLSearchParams(good), headers: { "sec-fetch-site": "cross-site" } }, 403],
])("%s gets a clear answer", async (_what, { body, headers }, status) => {
  const answer = await fetch(door, { method: "POST", body, headers, redirect: "manual" })
  expect(answer.status).toBe(status)
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8")
  expect(await answer.text()).toContain("<h1>")
})

test("a field called __proto__ is a field like any other", async () => {
  const answer = await fetch(door, {
    method: "POST",
    body: "__proto__=x&constructor=y&name=Ada&email=proto@example.org",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    redirect: "manual",
  })
  expect(answer.headers.get("location")).toBe(`/events/${event.slug}/registered`)
})

test.each([
  "/events/%00",
  "/events/wes-session-repeat%00",
  "/events/%ff%fe",
  "/attend/%00",
  "/attend/nonsense",
  "/events/wes-session-repeat/reading/%00",
  "/events/%2e%2e%2fsecret",
  "/admin/sign-in/link/%00",
])("GET %s is a clear 404 or leads to the sign-in page", async (path) => {
  const status = await new Promise<number>((resolve, reject) =>
    request(`${site.url}${path}`, { path }, (answer) => resolve(answer.resume().statusCode ?? 0))
      .once("error", reject)
      .end(),
  )
  expect([404, 307]).toContain(status)
})

test.each(["/events/nobody-knows/registrations", "/attend/nonsense/cancel", "/attend/nonsense/join", "/attend/nonsense/restore"])(
  "POST %s is a 404",
  async (path) => {
    expect((await post(`${site.url}${path}`, good)).status).toBe(404)
  },
)

test("drafts that are unknown, foreign or nonsense show the empty form", async () => {
  for (const draft of ["nonsense", "00000000-0000-4000-8000-000000000000", "'; drop table x --"]) {
    const form = await fetch(`${event.url}/register?draft=${encodeURIComponent(draft)}`)
    expect(form.status).toBe(200)
    expect((await form.text()).includes("There is a problem")).toBe(false)
  }
})

test("nothing personal is in the log", async () => {
  expect(await sql(await site.databaseUrl(), `select from "Draft" where fields::text like '%${canary}%'`)).not.toHaveLength(0)
  expect(site.log()).not.toContain(canary)
})
