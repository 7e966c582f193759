import { beforeAll, expect, test } from "vitest"
import { openBrowser, press } from "../support/browser"
import { moveClock } from "../support/database"
import { post } from "../support/posts"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"
import { until } from "../support/until"

// The desk is open for as long as somebody works there, on the devices that they see in a list.

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"

// A site of its own: its clock is moved.
let site: Site
let database = ""
beforeAll(async () => {
  site = await startSite()
  database = await site.databaseUrl()
})

let letters = 0
/** Asks for a link, follows the letter, and presses the button with a browser of this name. Returns the cookie of the session. */
async function comeIn(userAgent: string, cookie = ""): Promise<string> {
  await post(`${site.url}/admin/sign-in/request`, { email: "organiser@localhost" })
  letters += 1
  await until(async () => (await site.mails()).length >= letters)
  const mails = await site.mails()
  expect(mails).toHaveLength(letters)
  const link = /http\S+\/admin\/sign-in\/link\/[\w-]+/.exec(mails.at(-1)?.text ?? "")?.[0]
  const answer = await post(`${link}/use`, {}, { "user-agent": userAgent, cookie })
  return (
    answer.headers
      .getSetCookie()
      .find((line) => line.includes("session-token"))
      ?.split(";")[0] ?? "none"
  )
}
const isIn = async (cookie: string) => (await fetch(`${site.url}/admin`, { headers: { cookie }, redirect: "manual" })).status === 200
const kept = () => sql<{ sessionToken: string; device: string }>(database, `select "sessionToken", device from "Session" order by "createdAt"`)

test("the table holds nothing that opens the desk, and whoever signs in again has one session, a new one", async () => {
  const first = await comeIn(firefox)
  expect(await isIn(first)).toBe(true)
  const token = first.split("=")[1] ?? ""
  const [row] = await kept()
  expect([row?.sessionToken.includes(token), row?.device]).toEqual([false, firefox])
  expect(await isIn(`authjs.session-token=${row?.sessionToken}`)).toBe(false)
  const second = await comeIn(firefox, first)
  expect([second === first, await isIn(first), await isIn(second), (await kept()).length]).toEqual([false, false, true, 1])
})

test("one sees where one is signed in, ends a lost phone's session without JavaScript, and the record says so", async () => {
  const lost = await comeIn(phone)
  const { page, context } = await openBrowser({ javaScript: false })
  const [name = "", value = ""] = (await comeIn(firefox)).split("=")
  await context.addCookies([{ name, value, url: site.url }])
  await page.goto(`${site.url}/admin/you`)
  const row = page.getByRole("row").filter({ hasText: "Safari on iOS" })
  expect(await page.getByRole("row").filter({ hasText: "this browser" }).textContent()).toContain("Firefox on Linux")
  await press(row.getByRole("button", { name: "Sign out Safari on iOS" }))
  await page.getByText("That device is signed out.").waitFor()
  expect([await isIn(lost), await isIn(`${name}=${value}`), await row.count()]).toEqual([false, true, 0])
  await page.goto(`${site.url}/admin/audit`)
  expect(await page.getByRole("table").textContent()).toContain("Signed out another device: Safari on iOS")
})

test("nobody ends a session of somebody else", async () => {
  await sql(database, `insert into "User" (id, email, role) values ('other', 'other@example.org', 'viewer')`)
  const [theirs] = await sql<{ id: string }>(
    database,
    `insert into "Session" ("sessionToken", "userId", expires) values ('theirs', 'other', now() + interval '1 day') returning id`,
  )
  const own = await comeIn(firefox)
  await post(`${site.url}/admin/you/devices/${theirs?.id}/end`, {}, { cookie: own })
  expect(await sql(database, `select from "Session" where id = $1`, [theirs?.id])).toHaveLength(1)
})

test("a session ends three days after it was last used, and thirty days after signing in however busy it is", async () => {
  const idle = await comeIn(phone)
  const busy = await comeIn(firefox)
  const days = (count: number) => moveClock(database, `${count} days`)
  await days(2)
  expect([await isIn(busy), await isIn(idle)]).toEqual([true, true])
  await days(4)
  expect(await isIn(busy)).toBe(true)
  await days(6)
  // Two days after it was last used, and four.
  expect([await isIn(busy), await isIn(idle)]).toEqual([true, false])
  for (let day = 8; day < 30; day += 2) {
    await days(day)
    expect([day, await isIn(busy)]).toEqual([day, true])
  }
  await days(30.1)
  expect(await isIn(busy)).toBe(false)
})
