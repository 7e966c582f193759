import { beforeAll, expect, test } from "vitest"
import { cookieHeader, openBrowser, signIn } from "../support/browser"
import { post } from "../support/posts"
import { killPostgres } from "../support/processes"
import { exchangeReport, ordinaryMail, postfixReport } from "../support/reports"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

let site: Site
let desk: Awaited<ReturnType<typeof openBrowser>>
let door = ""

beforeAll(async () => {
  site = await startSite()
  desk = await openBrowser({ javaScript: false })
  await signIn(desk.page, site.signInLink())
  await desk.page.getByRole("link", { name: "Bounces" }).click()
  const command = (await desk.page.locator("pre").textContent()) ?? ""
  expect(command).toMatch(/^curl .*--data-binary @- -H 'Content-Type: message\/rfc822' '\S+'$/)
  door = /'(http\S+)'$/.exec(command)?.[1] ?? ""
})

const megabyte = 1024 * 1024
/** What a mail system does, and what it is told. */
async function handIn(mail: string, headers: Record<string, string> = { "content-type": "message/rfc822" }, address = door) {
  const answer = await fetch(address, { method: "POST", body: new TextEncoder().encode(mail), headers, redirect: "manual" })
  return { status: answer.status, kind: answer.headers.get("content-type"), words: await answer.text() }
}
/** Somebody registers; resolves with the Message-ID of the confirmation. */
async function register(email: string): Promise<string> {
  await post(`${site.url}/events/wes-session-repeat/registrations`, { name: "Ada Example", email })
  const { raw } = await site.waitForMail((mail) => mail.to === email)
  return /^Message-ID:\s*(<\S+>)/im.exec(raw)?.[1] ?? ""
}
const rowOf = async (email: string) => {
  const columns = `d.state, d.reason, d."smtpCode", r."bouncedAt" is not null as bounced`
  const [row] = await sql(
    await site.databaseUrl(),
    `select ${columns} from "Delivery" d join "Registration" r on r.id = d."registrationId" where r.email = $1`,
    [email],
  )
  return row
}
const untouched = { state: "sent", reason: null, smtpCode: 250, bounced: false }

test("the address that the desk shows is on the site's own name and opens the door: a letter that comes back is marked once", async () => {
  expect(door).toMatch(new RegExp(`^${site.url}/api/bounces\\?key=[\\w-]{43}$`))
  const letter = await register("ada@example.org")
  expect(await handIn(postfixReport({ letter, recipient: "ada@example.org" }))).toEqual({
    status: 200,
    kind: "text/plain; charset=utf-8",
    words: "The letter is marked as failed: it came back after the mail server had taken it.\n",
  })
  expect(await rowOf("ada@example.org")).toEqual({ state: "failed", reason: "bounced later", smtpCode: 550, bounced: true })
  const again = await handIn(postfixReport({ letter, recipient: "ada@example.org" }))
  expect([again.status, again.words]).toEqual([200, expect.stringContaining("this report is known")])
  expect(await sql(await site.databaseUrl(), `select "userId" from "AuditEntry" where act = 'letter bounced'`)).toEqual([{ userId: null }])
})

test("other reports are understood and change nothing; what is no report is 422", async () => {
  const recipient = "waiting@example.org"
  const letter = await register(recipient)
  const delayed = await handIn(postfixReport({ letter, recipient, action: "delayed", status: "4.4.1" }))
  expect([delayed.status, delayed.words]).toEqual([200, expect.stringContaining("does not say that a letter was given up")])
  const foreign = await handIn(exchangeReport({ letter: "<0f8fad5b-d9cb-469f-a165-70867728950e@elsewhere.example>", recipient }))
  expect([foreign.status, foreign.words]).toEqual([200, expect.stringContaining("not about a letter of this site")])
  for (const mail of [ordinaryMail, "", "nonsense"]) {
    const none = await handIn(mail)
    expect([none.status, none.words]).toEqual([422, expect.stringContaining("no delivery report")])
  }
  expect(await rowOf(recipient)).toEqual(untouched)
})

test("nobody comes in without the key, or from a page of another site; too much and the wrong kind are refused", async () => {
  const recipient = "eve@example.org"
  const report = postfixReport({ letter: await register(recipient), recipient })
  const bare = door.split("?")[0] ?? ""
  const changed = door.replace(/.$/, (last) => (last === "A" ? "B" : "A"))
  for (const address of [bare, `${bare}?key=`, `${bare}?key=nonsense`, changed, door.slice(0, -1)]) expect((await handIn(report, {}, address)).status).toBe(403)
  const elsewhere: Record<string, string>[] = [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }]
  for (const headers of elsewhere) expect((await handIn(report, headers)).status).toBe(403)
  for (const kind of ["application/json", "application/x-www-form-urlencoded", "text/html"])
    expect((await handIn(report, { "content-type": kind })).status).toBe(415)
  expect((await handIn(report + "x".repeat(megabyte))).status).toBe(413)
  expect((await fetch(door)).status).toBe(405)
  expect(await rowOf(recipient)).toEqual(untouched)
})

test.each(["", "text/plain", "application/octet-stream", "multipart/report; boundary=x"])(
  "a mail system may name the kind %j, or none, and send nearly a megabyte",
  async (kind) => {
    const headers: Record<string, string> = kind ? { "content-type": kind } : {}
    const recipient = `${kind.replace(/\W/g, "") || "none"}@example.org`
    const report = exchangeReport({ letter: await register(recipient), recipient, size: megabyte - 4096 })
    expect(report.length).toBeGreaterThan(megabyte - 4096)
    expect(await handIn(report, headers)).toMatchObject({ status: 200, words: expect.stringContaining("is marked as failed") })
    expect(await rowOf(recipient)).toEqual({ state: "failed", reason: "bounced later", smtpCode: 550, bounced: true })
  },
)

test("an organiser pastes a mail that came back, without JavaScript", async () => {
  const { page, context } = desk
  const recipient = "pasted@example.org"
  const report = postfixReport({ letter: await register(recipient), recipient })
  const paste = async (mail: string) => {
    await page.goto(`${site.url}/admin/bounces`)
    const field = page.getByLabel("The mail that came back")
    await field.evaluate((area) => area.removeAttribute("required"))
    await field.evaluate((area) => area.removeAttribute("maxlength"))
    await field.fill(mail)
    await page.getByRole("button", { name: "Read this mail" }).click()
    await page.waitForURL(/\?/)
  }
  await paste(ordinaryMail)
  expect(await page.getByRole("status").textContent()).toBe("Nothing was changed: there is no delivery report in this mail.")
  await paste(report)
  expect(page.url()).toBe(`${site.url}/admin/bounces?outcome=marked`)
  expect(await page.getByRole("status").textContent()).toBe("The letter is marked as failed: it came back after the mail server had taken it.")
  expect(await rowOf(recipient)).toEqual({ state: "failed", reason: "bounced later", smtpCode: 550, bounced: true })
  const [entry] = await sql(await site.databaseUrl(), `select u.email from "AuditEntry" a join "User" u on u.id = a."userId" where a.act = 'letter bounced'`)
  expect(entry).toEqual({ email: "organiser@localhost" })

  await paste("  ")
  expect(await page.locator(".summary a").allTextContents()).toEqual(["Paste the mail that came back, with its headers"])
  await paste("x".repeat(60_001))
  expect(await page.locator(".summary a").allTextContents()).toEqual(["Use 60,000 characters at most"])
  expect(await page.getByLabel("The mail that came back").inputValue()).toHaveLength(60_001)
  await page.goto(`${site.url}/admin/bounces?outcome=nonsense`)
  expect(await page.getByRole("status").count()).toBe(0)

  const cookie = await cookieHeader(context)
  const large = await post(`${site.url}/admin/bounces/paste`, { mail: "x".repeat(3 * megabyte) }, { cookie })
  expect(large.status).toBe(413)
  const long = await post(`${site.url}/admin/bounces/paste`, { mail: "x".repeat(65 * 1024) }, { cookie })
  expect(long.headers.get("location")).toContain("/admin/bounces?draft=")
  expect(desk.complaints).toEqual([])
})

test("who is not signed in neither sees the address nor pastes", async () => {
  const recipient = "stranger@example.org"
  const report = postfixReport({ letter: await register(recipient), recipient })
  const page = await fetch(`${site.url}/admin/bounces`, { redirect: "manual" })
  expect([page.status, page.headers.get("location")]).toEqual([303, "/admin/sign-in"])
  expect(await page.text()).not.toContain("key=")
  const pasted = await post(`${site.url}/admin/bounces/paste`, { mail: report })
  expect([pasted.status, pasted.headers.get("location")]).toEqual([303, "/admin/sign-in"])
  expect(await rowOf(recipient)).toEqual(untouched)
})

test("when the database is away, the mail system is asked to come again", async () => {
  const report = postfixReport({ letter: await register("later@example.org"), recipient: "later@example.org" })
  await killPostgres(site.dataDir)
  const answer = await fetch(door, { method: "POST", body: report, headers: { "content-type": "text/plain" } })
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"])
})
