import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, expect, test } from "vitest"
import { fillAndRegister, openBrowser } from "../support/browser"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

// The webinar of these tests: another origin on this machine.
const webinar = createServer((_request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<h1>The webinar</h1>"))
let site: Site
let own = ""

const change = async (assignment: string) => sql(await site.databaseUrl(), `update "Event" set ${assignment} where slug = 'wes-session-repeat'`)
const startsIn = (span: string) => change(`"startsAt" = now() + interval '${span}', "endsAt" = now() + interval '${span}' + interval '2 hours'`)

beforeAll(async () => {
  await new Promise<void>((resolve) => webinar.listen(0, "127.0.0.1", resolve))
  site = await startSite()
  const { page } = await openBrowser()
  await page.goto(`${site.url}/events/wes-session-repeat`)
  await fillAndRegister(page, { name: "Ada Example", email: "ada@example.org" })
  const { text } = await site.waitForMail((mail) => mail.to === "ada@example.org")
  own = /http\S+\/attend\/[\w-]{44}/.exec(text)?.[0] ?? ""
})
afterAll(() => webinar.close())

test.each([{ javaScript: false }, { javaScript: true }])(
  "the attendee's page leads from early to the webinar to the end (JavaScript: $javaScript)",
  async ({ javaScript }) => {
    const { page, complaints } = await openBrowser({ javaScript })
    const webinarUrl = `http://127.0.0.1:${(webinar.address() as AddressInfo).port}/j/1`
    await change(`"joinUrl" = null, passcode = null, "joinVersion" = 0, "joinReleasedVersion" = null`)

    await startsIn("3 days")
    await page.goto(own)
    await page.getByText("Starts in 3 days").waitFor()
    expect(await page.getByRole("button", { name: "Join now" }).count()).toBe(0)

    await startsIn("10 minutes")
    await page.goto(own)
    await page.getByText("The organisers have not given us the link yet").waitFor()

    await change(`"joinUrl" = '${webinarUrl}', passcode = '482 913', "joinVersion" = 1, "joinReleasedVersion" = 1`)
    await page.goto(own)
    await page.getByText("Doors are open").waitFor()
    expect(await page.locator(".key code").allTextContents()).toEqual(["482 913", webinarUrl])
    await page.getByRole("button", { name: "Join now" }).click()
    await page.waitForURL(webinarUrl)
    expect(await page.getByRole("heading").textContent()).toBe("The webinar")
    const [joined] = await sql<{ joined: boolean }>(await site.databaseUrl(), `select "joinedAt" is not null as joined from "Registration"`)
    expect(joined?.joined).toBe(true)

    await startsIn("-3 hours")
    await page.goto(own)
    await page.getByText("This session is over").waitFor()
    expect(await page.getByText(webinarUrl).count()).toBe(0)

    await change(`status = 'cancelled'`)
    await page.goto(own)
    await page.getByText("This session does not take place").waitFor()
    await change(`status = 'published'`)
    expect(complaints).toEqual([])
  },
)

test("an unknown link opens a neutral page", async () => {
  const { page } = await openBrowser()
  for (const token of ["nonsense", own.slice(-44).replace(/.$/, (last) => (last === "A" ? "B" : "A")), "%00"]) {
    const answer = await page.goto(`${site.url}/attend/${token}`)
    expect(answer?.status()).toBe(404)
  }
})

test("opening any link of the page's doors with GET changes nothing", async () => {
  for (const door of ["join", "cancel", "restore"]) expect((await fetch(`${own}/${door}`)).status).toBe(405)
  const rows = await sql(await site.databaseUrl(), `select status, round from "Registration"`)
  expect(rows).toEqual([{ status: "registered", round: 1 }])
})
