import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { cookieHeader, openBrowser, press, signIn } from "../support/browser"
import { takeAway } from "../support/database"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { post } from "../support/posts"
import { exchangeReport, ordinaryMail, postfixReport } from "../support/reports"
import { openSite, type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

let site: Site
let event: OwnEvent
let desk: Awaited<ReturnType<typeof openBrowser>>
let door = ""

/** Signs in and reads the address that the desk shows. */
async function findDoor(page: Page, where: Site): Promise<string> {
  await signIn(page, where)
  await press(page.getByRole("link", { name: "Bounces" }))
  const command = (await page.locator("pre").textContent()) ?? ""
  expect(command).toMatch(/^curl .*--data-binary @- -H 'Content-Type: message\/rfc822' '\S+'$/)
  return /'(http\S+)'$/.exec(command)?.[1] ?? ""
}

beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
  desk = await openBrowser({ javaScript: false })
  door = await findDoor(desk.page, site)
})

const megabyte = 1024 * 1024
/** What a mail system does, and what it is told. */
async function handIn(mail: string, headers: Record<string, string> = { "content-type": "message/rfc822" }, address = door) {
  const answer = await fetch(address, { method: "POST", body: new TextEncoder().encode(mail), headers, redirect: "manual" })
  return { status: answer.status, kind: answer.headers.get("content-type"), words: await answer.text() }
}
/** Somebody registers; resolves with the Message-ID of the confirmation, when the ledger says too that the mail server has it. */
async function register(email: string, where = site, to = event): Promise<string> {
  await to.register(email)
  const { raw } = await where.mailTo(email)
  await where.idle(to.id)
  return /^Message-ID:\s*(<\S+>)/im.exec(raw)?.[1] ?? ""
}
const rowOf = async (email: string) => {
  const columns = `d.state, d.reason, d."smtpCode", r."bouncedAt" is not null as bounced`
  const [row] = await sql(
    await site.databaseUrl(),
    `select ${columns} from "Delivery" d join "Registration" r on r.id = d."registrationId" where r."eventId" = $1 and r.email = $2`,
    [event.id, email],
  )
  return row
}
/** Who marked letters of the event as failed, by the record, in order. null: a machine did. */
const whoMarked = async () =>
  sql(
    await site.databaseUrl(),
    `select u.email from "AuditEntry" a left join "User" u on u.id = a."userId" where a."eventId" = $1 and a.act = 'letter bounced' order by a.at, a.id`,
    [event.id],
  )
const untouched = { state: "sent", reason: null, smtpCode: 250, bounced: false }

test("the address that the desk shows is on the site's own name and opens the door: a letter that comes back is marked once", async () => {
  expect(door).toMatch(new RegExp(`^${site.url}/api/bounces\\?key=[\\w-]{43}$`))
  const letter = await register("ada@bounces.example")
  expect(await handIn(postfixReport({ letter, recipient: "ada@bounces.example" }))).toEqual({
    status: 200,
    kind: "text/plain; charset=utf-8",
    words: "The letter is marked as failed: it came back after the mail server had taken it.\n",
  })
  expect(await rowOf("ada@bounces.example")).toEqual({ state: "failed", reason: "bounced later", smtpCode: 550, bounced: true })
  const again = await handIn(postfixReport({ letter, recipient: "ada@bounces.example" }))
  expect([again.status, again.words]).toEqual([200, expect.stringContaining("this report is known")])
  expect(await whoMarked()).toEqual([{ email: null }])
})

test("other reports are understood and change nothing; what is no report is 422", async () => {
  const recipient = "waiting@bounces.example"
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
  const recipient = "eve@bounces.example"
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
    const recipient = `${kind.replace(/\W/g, "") || "none"}@bounces.example`
    const report = exchangeReport({ letter: await register(recipient), recipient, size: megabyte - 4096 })
    expect(report.length).toBeGreaterThan(megabyte - 4096)
    expect(await handIn(report, headers)).toMatchObject({ status: 200, words: expect.stringContaining("is marked as failed") })
    expect(await rowOf(recipient)).toEqual({ state: "failed", reason: "bounced later", smtpCode: 550, bounced: true })
  },
)

test("an organiser pastes a mail that came back, without JavaScript", async () => {
  const { page, context } = desk
  const recipient = "pasted@bounces.example"
  const report = postfixReport({ letter: await register(recipient), recipient })
  const paste = async (mail: string) => {
    await page.goto(`${site.url}/admin/bounces`)
    const field = page.getByLabel("The mail that came back")
    await field.evaluate((area) => area.removeAttribute("required"))
    await field.evaluate((area) => area.removeAttribute("maxlength"))
    await field.fill(mail)
    await press(page.getByRole("button", { name: "Read this mail" }))
    await page.waitForURL(/\?/)
  }
  await paste(ordinaryMail)
  expect(await page.getByRole("status").textContent()).toBe("Nothing was changed: there is no delivery report in this mail.")
  await paste(report)
  expect(page.url()).toBe(`${site.url}/admin/bounces?outcome=marked`)
  expect(await page.getByRole("status").textContent()).toBe("The letter is marked as failed: it came back after the mail server had taken it.")
  expect(await rowOf(recipient)).toEqual({ state: "failed", reason: "bounced later", smtpCode: 550, bounced: true })
  expect((await whoMarked()).at(-1)).toEqual({ email: "organiser@localhost" })

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
  const recipient = "stranger@bounces.example"
  const report = postfixReport({ letter: await register(recipient), recipient })
  const page = await fetch(`${site.url}/admin/bounces`, { redirect: "manual" })
  expect([page.status, page.headers.get("location")]).toEqual([303, "/admin/sign-in"])
  expect(await page.text()).not.toContain("key=")
  const pasted = await post(`${site.url}/admin/bounces/paste`, { mail: report })
  expect([pasted.status, pasted.headers.get("location")]).toEqual([303, "/admin/sign-in"])
  expect(await rowOf(recipient)).toEqual(untouched)
})

test("when the database is away, the mail system is asked to come again", async () => {
  const own = await startSite()
  const ownDoor = await findDoor((await openBrowser({ javaScript: false })).page, own)
  const recipient = "later@bounces.example"
  const report = postfixReport({ letter: await register(recipient, own, await copyDemonstration(own)), recipient })
  await takeAway(await own.databaseUrl())
  const answer = await fetch(ownDoor, { method: "POST", body: report, headers: { "content-type": "text/plain" } })
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"])
})
