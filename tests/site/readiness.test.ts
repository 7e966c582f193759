import { once } from "node:events"
import { createServer } from "node:https"
import { createServer as createTcpServer } from "node:net"
import type { Page } from "playwright-core"
import getTLSOptions from "smtp-server/lib/tls-options.js"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cookieHeader, openBrowser, signIn } from "../support/browser"
import { copyDemonstration } from "../support/event"
import { takePort } from "../support/ports"
import { post } from "../support/posts"
import { openSite, type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

// The webinar of these tests leads on from its short address, as webinar services do. It has a certificate that comes with smtp-server.
const webinar = createServer(getTLSOptions({}), (request, response) => {
  if (request.url === "/j/1") return response.writeHead(302, { location: "/room" }).end()
  response.writeHead(200, { "content-type": "text/html" }).end("<h1>The webinar</h1>")
})
let joinUrl = ""
beforeAll(async () => {
  await new Promise<void>((resolve) => webinar.listen(0, "127.0.0.1", resolve))
  const address = webinar.address()
  joinUrl = `https://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}/j/1`
})
afterAll(() => webinar.close())

const tried = "The link was tried"

/** "Mend": the state of each check, by its title, as it stands on the page. */
async function states(page: Page): Promise<Record<string, string>> {
  const rows = await page.locator(".checks > li").all()
  return Object.fromEntries(
    await Promise.all(rows.map(async (row) => [await row.getByRole("heading").textContent(), await row.locator(".tag").textContent()] as const)),
  )
}

async function openReadiness(javaScript: boolean, site: Site) {
  const person = await openBrowser({ javaScript, trusting: true })
  await signIn(person.page, site)
  return { ...person, event: await copyDemonstration(site) }
}

describe.each([{ javaScript: false }, { javaScript: true }])("Ready to send? (JavaScript: $javaScript)", ({ javaScript }) => {
  test("leads an organiser from not ready to ready, and remembers that the link was tried", async () => {
    const site = await openSite()
    const { page, context, complaints, event } = await openReadiness(javaScript, site)
    await page.goto(`${event.desk}/readiness`)
    expect(await page.getByRole("status").textContent()).toMatch(/^Not ready: 3 things to mend, 2 things to look at\./)
    expect(await states(page)).toEqual({
      "The event": "In order",
      "The link": "Mend",
      "The passcode": "Look",
      [tried]: "Mend",
      "The mail server": "In order",
      "The mailer": "In order",
      "The sender": "Look",
      "The test mail": "Mend",
      "The addresses": "In order",
      "How long it takes": "In order",
    })
    expect(await page.getByRole("button", { name: "Open the link" }).count()).toBe(0)

    await event.register("ada@gmial.com", { name: "Ada", asked: "ada@gmial.com" })
    await page.getByRole("link", { name: "Change link and passcode" }).click()
    await page.getByLabel("Link").fill(joinUrl)
    await page.getByLabel("Passcode").fill("482 913")
    await page.getByRole("button", { name: "Save link and passcode" }).click()
    await page.waitForURL(/saved$/)
    await page.goto(`${event.desk}/readiness`)
    expect(await states(page)).toMatchObject({ "The link": "In order", "The passcode": "In order", [tried]: "Mend", "The addresses": "Look" })
    await page.getByText("1 person, as fast as the mail server takes them").waitFor()

    const [tab] = await Promise.all([context.waitForEvent("page"), page.getByRole("button", { name: "Open the link" }).click()])
    await tab.waitForURL(/\/room$/)
    expect(await tab.getByRole("heading").textContent()).toBe("The webinar")
    await page.getByRole("link", { name: "Check again" }).click()
    await page.getByText("An organiser has opened this link.").waitFor()
    expect(await states(page)).toMatchObject({ [tried]: "In order" })
    const opened = await sql(await site.databaseUrl(), `select detail from "AuditEntry" where act = 'link opened' and "eventId" = $1`, [event.id])
    expect(opened).toEqual([{ detail: { version: 1 } }])

    await page.getByRole("link", { name: "gmial.com, perhaps gmail.com: 1 person" }).click()
    await page.waitForURL(/registrants\?search=%40gmial\.com$/)
    expect(await page.locator("tbody tr").count()).toBe(1)
    expect(complaints).toEqual([])
  })
})

test("the page says what keeps mail from going, and answers in time", async () => {
  // Nobody listens there yet.
  const port = await takePort()
  const site = await startSite({ env: { MAILER: "off", SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_RATE: "10" } })
  const { page, event } = await openReadiness(true, site)
  await event.change(`status = 'draft', "joinUrl" = 'https://webinar.example/s/1?zak=x', passcode = '1', "joinVersion" = 2, "linkOpenedVersion" = 1`)
  await page.goto(`${event.desk}/readiness`)
  expect(await states(page)).toMatchObject({
    "The event": "Mend",
    "The link": "Mend",
    [tried]: "Mend",
    "The mail server": "Mend",
    "The mailer": "Mend",
    "The test mail": "Mend",
  })
  for (const words of [
    "It is a draft",
    `127.0.0.1:${port} does not let us in`,
    "ECONNREFUSED",
    "the one for the host",
    "It has changed since somebody opened it",
    "not been heard of for 30 seconds",
  ])
    expect(await page.getByText(words).count()).toBe(1)

  // From here on somebody takes every connection there, and never says a word: the page waits no longer than it says.
  const silent = createTcpServer(() => undefined).listen(port, "127.0.0.1")
  await once(silent, "listening")
  await page.reload()
  expect(await page.getByText("It did not answer within 5 seconds").count()).toBe(1)
  silent.close()
})

test("only the page with that button lets a form lead out of the site, and a stranger learns nothing", async () => {
  const site = await openSite()
  const { context, event } = await openReadiness(false, site)
  const room = event.desk
  await event.change(`"joinUrl" = '${joinUrl}', "joinVersion" = 1`)
  const formAction = async (path: string, headers: Record<string, string>) => {
    const answer = await fetch(`${room}${path}`, { headers, redirect: "manual" })
    return `${answer.status} ${/form-action [^;]*/.exec(answer.headers.get("content-security-policy") ?? "")?.[0]}`
  }
  const cookie = await cookieHeader(context)
  expect(await Promise.all(["/readiness", "/send", "/registrants"].map((path) => formAction(path, { cookie })))).toEqual([
    "200 form-action 'self' https:",
    "200 form-action 'self'",
    "200 form-action 'self'",
  ])
  expect(await formAction("/readiness", {})).toBe("303 form-action 'self' https:")
  const stranger = await post(`${room}/readiness/open-link`, {})
  expect(stranger.headers.get("location")).toBe("/admin/sign-in")
  const opened = await post(`${room}/readiness/open-link`, {}, { cookie })
  expect([opened.status, opened.headers.get("location")]).toEqual([303, joinUrl])
  await event.change(`"joinUrl" = null`)
  expect((await post(`${room}/readiness/open-link`, {}, { cookie })).headers.get("location")).toMatch(/\/readiness$/)
  expect((await post(`${site.url}/admin/events/00000000-0000-4000-8000-000000000000/readiness/open-link`, {}, { cookie })).status).toBe(404)
})
