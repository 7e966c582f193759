import { beforeAll, expect, test } from "vitest"
import { freePort } from "@/lib/start/ports"
import { cookieHeader, openBrowser, press } from "../support/browser"
import { client, goThrough, type SignInService, startSignInService } from "../support/sign-in-service"
import { openSite, type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

// Single sign-on against a real OpenID provider: who comes in, and everything that must not let anybody in.

const people = {
  ada: { email: "Ada@example.org", email_verified: true },
  doubtful: { email: "ada@example.org", email_verified: false },
  silent: { email: "ada@example.org" },
  nameless: { email_verified: true },
  stranger: { email: "stranger@example.org", email_verified: true },
}

let service: SignInService
let site: Site
const sentences = {
  unverified: "does not vouch for your email address",
  unknown: "not on the team of this site",
  unusable: "cannot be used: it was too old, was used already, or was not meant for",
  service: "did not answer as it should",
}

beforeAll(async () => {
  const port = await freePort()
  service = await startSignInService(`http://localhost:${port}`, people)
  const settings = { AUTH_OIDC_ISSUER: service.issuer, AUTH_OIDC_ID: client.id, AUTH_OIDC_SECRET: client.secret }
  site = await startSite({ env: { PORT: String(port), ...settings } })
  await sql(await site.databaseUrl(), `insert into "User" (id, email, role) values ('ada', 'ada@example.org', 'organiser')`)
})

const sessions = async () => (await sql(await site.databaseUrl(), `select from "Session"`)).length
const endSessions = async () => sql(await site.databaseUrl(), `delete from "Session"`)

/** Whoever comes in here, each with an empty jar: a browser that has read the pages' scripts needs not read them again. */
let guest: Awaited<ReturnType<typeof openBrowser>> | undefined

/** Goes through as somebody and returns what the page says in the end: "Events" on the desk, else the refusal. */
async function comeIn(name: string): Promise<string> {
  await endSessions()
  guest ??= await openBrowser()
  const { page, context } = guest
  await context.clearCookies()
  await goThrough(page, site.url, name)
  await page.waitForURL((url) => url.origin === site.url && url.pathname.startsWith("/admin"))
  const said = page.url().endsWith("/admin") ? page.getByRole("heading", { level: 1 }) : page.locator("p[role=alert]")
  return (await said.textContent()) ?? ""
}

test("somebody of the team comes in with the account of the house, and is who they are", async () => {
  const { page, context, complaints } = await openBrowser()
  await goThrough(page, site.url, "ada")
  await page.waitForURL(/\/admin$/)
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Events")
  expect(await page.getByRole("link", { name: "ada@example.org" }).count()).toBe(1)
  expect(complaints.filter((complaint) => complaint.includes("Content Security Policy"))).toEqual([])
  await context.close()
  const rows = await sql(await site.databaseUrl(), `select email, act, detail from "AuditEntry" where act = 'signed in'`)
  expect(rows).toEqual([{ email: "ada@example.org", act: "signed in", detail: { way: "single sign-on" } }])
  // The service's own tokens and accounts are nothing that is kept.
  expect(await sql(await site.databaseUrl(), `select from "Account"`)).toHaveLength(0)
})

test.each([
  ["doubtful", sentences.unverified],
  ["silent", sentences.unverified],
  ["nameless", sentences.unverified],
  ["stranger", sentences.unknown],
])("%s is refused with a plain sentence, and ada beside them comes in", async (name, sentence) => {
  expect(await comeIn(name)).toContain(sentence)
  expect(await sessions()).toBe(0)
  expect(await comeIn("ada")).toBe("Events")
  expect(await sessions()).toBe(1)
})

const hour = 3600
test.each([
  ["of another issuer", { iss: "http://localhost:1" }],
  ["that has expired", { exp: Math.floor(Date.now() / 1000) - hour, iat: Math.floor(Date.now() / 1000) - 2 * hour }],
  ["for another site", { aud: "another" }],
  ["to another question", { nonce: "another" }],
  ["without the word that was asked for", { nonce: undefined }],
])("an answer %s is refused, and the same one untouched lets in", async (_what, changes) => {
  service.changeTokens((claims) => ({ ...claims, ...changes }))
  expect(await comeIn("ada")).toContain(sentences.unusable)
  expect(await sessions()).toBe(0)
  service.changeTokens((claims) => claims)
  expect(await comeIn("ada")).toBe("Events")
  service.changeTokens(null)
})

/** Goes through to where the service leads back, and stops before the site sees it: the address, and the cookies of this browser. */
async function catchAnswer(): Promise<{ answer: string; cookie: string }> {
  await endSessions()
  const { page, context } = await openBrowser()
  let answer = ""
  // Where a redirect leads is seen only by the browser's own protocol.
  const browser = await context.newCDPSession(page)
  browser.on("Fetch.requestPaused", ({ requestId, request }) => {
    answer = request.url
    void browser.send("Fetch.fulfillRequest", { requestId, responseCode: 200, body: Buffer.from("caught").toString("base64") })
  })
  await browser.send("Fetch.enable", { patterns: [{ urlPattern: "*/api/auth/callback/oidc*" }] })
  await goThrough(page, site.url, "ada")
  await page.getByText("caught").waitFor()
  const cookie = await cookieHeader(context)
  await context.close()
  return { answer, cookie }
}

const leadsTo = (response: Response) =>
  decodeURIComponent(new URL(response.headers.get("location") ?? "", site.url).pathname + new URL(response.headers.get("location") ?? "", site.url).search)
const send = async ({ answer, cookie }: { answer: string; cookie: string }) => leadsTo(await fetch(answer, { redirect: "manual", headers: { cookie } }))
const refused = "/admin/sign-in?error=Configuration"

test("an answer opens once: sent again with all that belongs to it, it is refused", async () => {
  const caught = await catchAnswer()
  expect(await send(caught)).toBe("/admin")
  expect(await sessions()).toBe(1)
  expect(await send(caught)).toBe(refused)
  expect(await sessions()).toBe(1)
})

test("an answer opens nothing in another browser, nor with another state, nor with another browser's", async () => {
  const [one, other] = [await catchAnswer(), await catchAnswer()]
  expect(await send({ ...one, cookie: "" })).toBe(refused)
  expect(await send({ answer: one.answer, cookie: other.cookie })).toBe(refused)
  expect(await send({ ...one, answer: one.answer.replace(/state=[^&]+/, "state=another") })).toBe(refused)
  expect(await sessions()).toBe(0)
  expect(await send(other)).toBe("/admin")
})

test("without the settings there is no button and no door", async () => {
  const plain = await openSite()
  expect(await (await fetch(`${plain.url}/admin/sign-in`)).text()).not.toContain("Single sign-on")
  expect((await fetch(`${plain.url}/admin/sign-in/sso`, { method: "POST" })).status).toBe(404)
})

test("a service that calls itself something else, or is not there, is said to answer wrongly; mail goes on", async () => {
  const refuses = async () => {
    const { page, context } = await openBrowser()
    await page.goto(`${site.url}/admin/sign-in`)
    await press(page.getByRole("button", { name: /^Go on to/ }))
    expect(await page.locator("p[role=alert]").textContent()).toContain(sentences.service)
    await page.getByLabel("Email").fill("organiser@localhost")
    await press(page.getByRole("button", { name: "Send me a sign-in link" }))
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Check your email")
    await context.close()
  }
  service.callItself(service.issuer.replace("localhost", "127.0.0.1"))
  await refuses()
  service.callItself(service.issuer)
  expect(await comeIn("ada")).toBe("Events")
  await service.close()
  await refuses()
  await service.open()
  expect(await comeIn("ada")).toBe("Events")
})
