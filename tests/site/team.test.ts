import { randomUUID } from "node:crypto"
import { beforeAll, expect, test } from "vitest"
import { cookieHeader, openBrowser, press, signIn, signInWithLink } from "../support/browser"
import { copyDemonstration } from "../support/event"
import { post } from "../support/posts"
import { openSession, ownerOf } from "../support/session"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// An owner invites somebody, who comes in, sees what they may, and is out again when they are removed.

let site: Site
beforeAll(async () => {
  site = await openSite()
})

const linkIn = (text: string) => /http\S+\/admin\/sign-in\/link\/[\w-]+/.exec(text)?.[0] ?? ""

test("from the invitation to the last session, without JavaScript", async () => {
  const event = await copyDemonstration(site, { title: "The one event of a viewer" })
  const owner = await openBrowser({ javaScript: false })
  await signIn(owner.page, site)
  await press(owner.page.getByRole("link", { name: "Team" }))
  await owner.page.getByLabel("Email").fill("viewer@example")
  await owner.page.getByLabel("For all events").selectOption("none")
  await press(owner.page.getByRole("button", { name: "Send the invitation" }))
  expect(await owner.page.locator(".summary").textContent()).toContain("Enter an email address in the correct format")
  expect(await owner.page.getByLabel("For all events").inputValue()).toBe("none")
  await owner.page.getByLabel("Email").fill("viewer@team.example")
  await owner.page.getByLabel("Or for one event").selectOption(event.id)
  await owner.page.getByLabel("May do with it").selectOption("viewer")
  await press(owner.page.getByRole("button", { name: "Send the invitation" }))
  expect(await owner.page.getByRole("status").textContent()).toContain("Invited.")

  const letter = await site.waitForMail(({ to }) => to === "viewer@team.example")
  expect(letter.subject).toMatch(/^You are invited to the organisers' desk of localhost:\d+$/)
  const link = linkIn(letter.text)
  const viewer = await openBrowser({ javaScript: false })
  await signInWithLink(viewer.page, link)
  expect(await viewer.page.getByRole("link", { name: "New event" }).count()).toBe(0)
  await event.register("ada@hidden.example", { organisation: "Somewhere" })
  await press(viewer.page.getByRole("link", { name: "The one event of a viewer", exact: true }))
  await viewer.page.waitForURL(/\/registrants$/)
  const seen = await viewer.page.content()
  expect([seen.includes("Ada Example"), seen.includes("Somewhere"), seen.includes("hidden.example")]).toEqual([true, true, false])
  const refused = await viewer.page.goto(`${event.desk}/send`)
  expect([refused?.status(), await viewer.page.getByRole("heading", { level: 1 }).textContent()]).toEqual([403, "Not with your role"])

  // The link worked once.
  expect((await post(`${link}/use`, {})).headers.get("location")).toBe("/admin/sign-in?error=link")
  await owner.page.goto(`${site.url}/admin/team`)
  await press(owner.page.getByRole("link", { name: "viewer@team.example" }))
  await owner.page.getByText("Remove them from the team", { exact: true }).click()
  await press(owner.page.getByRole("button", { name: "Yes, remove them from the team" }))
  expect(await owner.page.getByRole("status").textContent()).toContain("Removed from the team.")
  await viewer.page.goto(`${site.url}/admin`)
  expect(new URL(viewer.page.url()).pathname).toBe("/admin/sign-in")

  await press(owner.page.getByRole("link", { name: "Record" }))
  await owner.page.waitForURL(/\/audit$/)
  const record = await owner.page.getByRole("table").textContent()
  for (const words of ["Invited viewer@team.example as viewer", "viewer@team.exampleSigned in by a mailed link", "Removed viewer@team.example from the team"])
    expect(record).toContain(words)
  const file = await fetch(`${site.url}/admin/audit/export?kind=team`, { headers: { cookie: await cookieHeader(owner.context) } })
  const [columns, ...lines] = (await file.text()).trim().split("\r\n")
  expect([file.headers.get("content-type"), columns]).toEqual(["text/csv; charset=utf-8", expect.stringContaining('"when","who","what"')])
  expect(lines.filter((line) => line.includes("viewer@team.example"))).toHaveLength(2)
  await owner.page.reload()
  expect(await owner.page.getByRole("table").textContent()).toContain("Downloaded this record")
})

test("one signs out everywhere oneself, and every session ends", async () => {
  const url = await site.databaseUrl()
  const owner = await ownerOf(url)
  const [here, elsewhere] = [randomUUID(), randomUUID()]
  for (const device of [here, elsewhere]) await openSession(url, owner, device)
  const { page, context } = await openBrowser()
  await context.addCookies([{ name: "authjs.session-token", value: here, url: site.url }])
  await page.goto(`${site.url}/admin/you`)
  await page.getByText("Sign out everywhere", { exact: true }).click()
  await press(page.getByRole("button", { name: "Yes, sign out everywhere" }))
  await page.waitForURL(/sign-in/)
  expect(await sql(url, `select from "Session" where "userId" = $1`, [owner])).toHaveLength(0)
})

test("a stranger gets the same answer for addresses that are on the team and that are not", async () => {
  const answers = []
  for (const email of ["organiser@localhost", "stranger@team.example"]) {
    const answer = await post(`${site.url}/admin/sign-in/request`, { email })
    answers.push([answer.status, answer.headers.get("location"), await answer.text()])
  }
  expect(answers[0]).toEqual(answers[1])
})
