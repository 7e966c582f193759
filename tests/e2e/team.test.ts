import { beforeAll, expect, test } from "vitest"
import { cookieHeader, openBrowser, signIn } from "../support/browser"
import { post } from "../support/posts"
import { openSession, ownerOf } from "../support/session"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

// An owner invites somebody, who comes in, sees what they may, and is out again when they are removed.

let site: Site
beforeAll(async () => {
  site = await startSite()
})

const linkIn = (text: string) => /http\S+\/admin\/sign-in\/link\/[\w-]+/.exec(text)?.[0] ?? ""

test("from the invitation to the last session, without JavaScript", async () => {
  const url = await site.databaseUrl()
  const owner = await openBrowser({ javaScript: false })
  await signIn(owner.page, site.signInLink())
  await owner.page.getByRole("link", { name: "Team" }).click()
  await owner.page.getByLabel("Email").fill("viewer@example")
  await owner.page.getByLabel("For all events").selectOption("none")
  await owner.page.getByRole("button", { name: "Send the invitation" }).click()
  expect(await owner.page.locator(".summary").textContent()).toContain("Enter an email address in the correct format")
  expect(await owner.page.getByLabel("For all events").inputValue()).toBe("none")
  await owner.page.getByLabel("Email").fill("viewer@example.org")
  await owner.page.getByLabel("Or for one event").selectOption({ index: 1 })
  await owner.page.getByLabel("May do with it").selectOption("viewer")
  await owner.page.getByRole("button", { name: "Send the invitation" }).click()
  expect(await owner.page.getByRole("status").textContent()).toContain("Invited.")

  const letter = await site.waitForMail(({ to }) => to === "viewer@example.org")
  expect(letter.subject).toMatch(/^You are invited to the organisers' desk of localhost:\d+$/)
  const link = linkIn(letter.text)
  const viewer = await openBrowser({ javaScript: false })
  await signIn(viewer.page, link)
  expect(await viewer.page.getByRole("link", { name: "New event" }).count()).toBe(0)
  const [event] = await sql<{ id: string; title: string }>(url, `select e.id, e.title from "Event" e join "EventRole" r on r."eventId" = e.id`)
  await sql(
    url,
    `insert into "Registration" ("eventId", name, email, "emailKey", organisation, status) values ($1, 'Ada Example', 'ada@hidden.example', 'ada@hidden.example', 'Somewhere', 'registered')`,
    [event?.id],
  )
  await viewer.page.getByRole("link", { name: event?.title ?? "", exact: true }).click()
  await viewer.page.waitForURL(/\/registrants$/)
  const seen = await viewer.page.content()
  expect([seen.includes("Ada Example"), seen.includes("Somewhere"), seen.includes("hidden.example")]).toEqual([true, true, false])
  const refused = await viewer.page.goto(`${site.url}/admin/events/${event?.id}/send`)
  expect([refused?.status(), await viewer.page.getByRole("heading", { level: 1 }).textContent()]).toEqual([403, "Not with your role"])

  // The link worked once.
  expect((await post(`${link}/use`, {})).headers.get("location")).toBe("/admin/sign-in?error=link")
  await owner.page.goto(`${site.url}/admin/team`)
  await owner.page.getByRole("link", { name: "viewer@example.org" }).click()
  await owner.page.getByText("Remove them from the team", { exact: true }).click()
  await owner.page.getByRole("button", { name: "Yes, remove them from the team" }).click()
  expect(await owner.page.getByRole("status").textContent()).toContain("Removed from the team.")
  await viewer.page.goto(`${site.url}/admin`)
  expect(new URL(viewer.page.url()).pathname).toBe("/admin/sign-in")

  await owner.page.getByRole("link", { name: "Record" }).click()
  await owner.page.waitForURL(/\/audit$/)
  const record = await owner.page.getByRole("table").textContent()
  for (const words of ["Invited viewer@example.org as viewer", "Signed in by a mailed link", "Removed viewer@example.org from the team"])
    expect(record).toContain(words)
  const file = await fetch(`${site.url}/admin/audit/export?kind=team`, { headers: { cookie: await cookieHeader(owner.context) } })
  expect([file.headers.get("content-type"), (await file.text()).trim().split("\r\n").length]).toEqual(["text/csv; charset=utf-8", 3])
  await owner.page.reload()
  expect(await owner.page.getByRole("table").textContent()).toContain("Downloaded this record")
})

test("one signs out everywhere oneself, and every session ends", async () => {
  const url = await site.databaseUrl()
  for (const device of ["here", "elsewhere"]) await openSession(url, await ownerOf(url), device)
  const { page, context } = await openBrowser()
  await context.addCookies([{ name: "authjs.session-token", value: "here", url: site.url }])
  await page.goto(`${site.url}/admin/you`)
  await page.getByText("Sign out everywhere", { exact: true }).click()
  await page.getByRole("button", { name: "Yes, sign out everywhere" }).click()
  await page.waitForURL(/sign-in/)
  expect(await sql(url, `select from "Session" s join "User" u on u.id = s."userId" where u.role = 'owner'`)).toHaveLength(0)
})

test("a stranger gets the same answer for addresses that are on the team and that are not", async () => {
  const answers = []
  for (const email of ["organiser@localhost", "stranger@example.org"]) {
    const answer = await post(`${site.url}/admin/sign-in/request`, { email })
    answers.push([answer.status, answer.headers.get("location"), await answer.text()])
  }
  expect(answers[0]).toEqual(answers[1])
})
