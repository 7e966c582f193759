import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openBrowser, press, signIn } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { openSite, type Site } from "../support/site"

// The registration form on a site of somebody else's: in a frame, and as a form of its own. The other sites are small servers of the test.

let body = ""
const open = () => {
  const server = createServer((_, response) =>
    response.setHeader("content-type", "text/html; charset=utf-8").end(`<!doctype html><title>Elsewhere</title>${body}`),
  )
  return new Promise<{ url: string; close: () => void }>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() })),
  )
}

let site: Site
let friend = { url: "", close: () => {} }
let stranger = { url: "", close: () => {} }
let event: OwnEvent
let organiser: Page
beforeAll(async () => {
  ;[site, friend, stranger] = [await openSite(), await open(), await open()]
  event = await copyDemonstration(site)
  organiser = (await openBrowser({ javaScript: false })).page
  await signIn(organiser, site)
})
afterAll(() => {
  friend.close()
  stranger.close()
})

const headers = async (url: string) => {
  const answer = await fetch(url)
  return [/frame-ancestors ([^;]*)/.exec(answer.headers.get("content-security-policy") ?? "")?.[1], answer.headers.get("x-frame-options")]
}
const closed = ["'none'", "DENY"]

test("an organiser lists a site, is told what is wrong with a line, and gets what the site needs to copy", async () => {
  expect(await headers(`${event.url}/register?embed=1`)).toEqual(closed)
  await organiser.goto(event.desk)
  expect(await organiser.locator("#embedding").count()).toBe(0)
  await organiser.getByLabel("Other sites with the form").fill(`${friend.url}/\nwww.example.org\nhttp://www.example.org`)
  await press(organiser.getByRole("button", { name: "Save", exact: true }))
  expect(await organiser.getByRole("alert").getByRole("link").allTextContents()).toEqual([
    "“www.example.org” is not the address of a site, like https://www.example.org. “http://www.example.org” does not begin with https://",
  ])
  await organiser.getByLabel("Other sites with the form").fill(`${friend.url}/`)
  await press(organiser.getByRole("button", { name: "Save", exact: true }))
  await organiser.getByText("Saved.").waitFor()
  expect(await organiser.getByLabel("Other sites with the form").inputValue()).toBe(friend.url)
  expect(await organiser.locator("#embedding pre").count()).toBe(2)
})

test("the frame may be shown by the listed site, and nothing else by anybody", async () => {
  for (const query of ["?embed=1", "?embed=1&draft=nonsense", "?embed=1&done=1", "?embed=1&reason=full", "?embed=1&ref=poster"])
    expect([query, await headers(`${event.url}/register${query}`)]).toEqual([query, [friend.url, null]])
  const others = ["/register", "/register?embed=0", "/register?embed=1&embed=1", "/register?done=1", "/registered", "/registered?embed=1", "", "?embed=1"]
  for (const rest of others) expect([rest, await headers(`${event.url}${rest}`)]).toEqual([rest, closed])
  for (const page of ["/?embed=1", "/admin/sign-in?embed=1", "/attend/nonsense?embed=1", "/events/industrial-relations-of-mental-health/register?embed=1"])
    expect([page, await headers(`${site.url}${page}`)]).toEqual([page, closed])
})

/** What the organiser copies: the frame, or the form. */
const snippet = async (number: number) => (await organiser.locator("#embedding pre").nth(number).textContent()) ?? ""

describe.each([
  ["without JavaScript", false],
  ["with JavaScript", true],
])("%s", (_, javaScript) => {
  const address = (name: string) => `${name}-${javaScript ? "script" : "plain"}@embed.example`
  const shown = async (where: { url: string }, content: string) => {
    body = content
    const { page, complaints } = await openBrowser({ javaScript, width: 390 })
    await page.goto(where.url)
    return { page, complaints }
  }

  test("a person registers in the frame: a slip keeps everything, the answer stands in it, and the mail comes", async () => {
    const { page, complaints } = await shown(friend, (await snippet(0)).replace("embed=1", "embed=1&ref=friend"))
    const form = page.frameLocator("iframe")
    expect(await form.getByRole("link", { name: "All sessions" }).count()).toBe(0)
    await form.getByLabel("Full name").fill("https://spam.example")
    await form.getByLabel("Email").fill(address("frame"))
    await form.getByLabel("Organisation").fill("Somewhere")
    await form.getByRole("button", { name: "Register (free)" }).click()
    await form.getByText("There is a problem").waitFor()
    expect(page.frames()[1]?.url()).toMatch(/\/register\?embed=1&draft=[0-9a-f-]{36}$/)
    expect(await form.getByLabel("Organisation").inputValue()).toBe("Somewhere")
    await form.getByLabel("Full name").fill("Ada Example")
    await form.getByRole("button", { name: "Register (free)" }).click()
    await form.getByRole("heading", { name: "Check your email" }).waitFor()
    expect(page.frames()[1]?.url()).toBe(`${event.url}/register?embed=1&done=1`)
    await page.frames()[1]?.waitForLoadState()
    const away = await form.locator("a").evaluateAll((links) => links.map((link) => [link.getAttribute("href"), link.getAttribute("target")]))
    const stays = ["#content", `/events/${event.slug}/register?embed=1`]
    expect(away.filter(([href, target]) => target !== "_blank" && !stays.includes(href ?? ""))).toEqual([])
    await site.waitForMail((mail) => mail.to === address("frame"))
    expect(await event.find(address("frame"), "name, source")).toEqual([{ name: "Ada Example", source: "friend" }])
    expect(page.url()).toBe(`${friend.url}/`)
    // Browsers let no frame of another site take the focus: the summary is read out as an alert.
    expect(complaints.filter((complaint) => !complaint.startsWith("Blocked autofocusing"))).toEqual([])
  })

  test("a form of the listed site registers, and one with a mistake comes back as our own page with everything kept", async () => {
    const { page } = await shown(friend, await snippet(1))
    await page.getByLabel("Full name").fill("Bea Example")
    await page.getByLabel("Email").fill("bea@gmial.com")
    await page.getByLabel("Organisation").fill("Elsewhere")
    await press(page.getByRole("button", { name: "Register" }))
    expect(page.url()).toContain(`${event.url}/register?draft=`)
    expect(await page.getByLabel("Full name").inputValue()).toBe("Bea Example")
    expect(await page.getByLabel("Organisation").inputValue()).toBe("Elsewhere")
    await page.getByRole("link", { name: "All sessions" }).waitFor()
    await page.goBack()
    await page.getByLabel("Full name").fill("Bea Example")
    await page.getByLabel("Email").fill(address("form"))
    await press(page.getByRole("button", { name: "Register" }))
    expect(page.url()).toBe(`${event.url}/registered`)
    await site.waitForMail((mail) => mail.to === address("form"))
  })

  test("a site that is not listed sees an empty frame, its form is refused, and nobody frames what comes after", async () => {
    const { page, complaints } = await shown(stranger, await snippet(0))
    await expect.poll(() => complaints.join(), { timeout: 30_000 }).toContain("frame-ancestors")
    expect(await page.frameLocator("iframe").getByLabel("Full name").count()).toBe(0)
    const { page: forged } = await shown(stranger, await snippet(1))
    await forged.getByLabel("Full name").fill("Eve Example")
    await forged.getByLabel("Email").fill(address("eve"))
    await press(forged.getByRole("button", { name: "Register" }))
    await forged.getByRole("heading", { name: "This form came from another site" }).waitFor()
    expect(await event.find(address("eve"))).toEqual([])
    const { page: framed, complaints: said } = await shown(friend, `<iframe src="${event.url}/registered"></iframe>`)
    await expect.poll(() => said.join(), { timeout: 30_000 }).toContain("frame-ancestors")
    expect(await framed.frameLocator("iframe").getByText("Check your email").count()).toBe(0)
  })
})

test("full and closed are said in the frame, and an address that is known is answered like any other", async () => {
  const send = async (email: string) => (await event.register(email, { name: "Ada", embed: "1" })).headers.get("location")
  const page = `/events/${event.slug}/register`
  expect(await send("frame-plain@embed.example")).toBe(`${page}?embed=1&done=1`)
  expect(await send("nobody@embed.example")).toBe(`${page}?embed=1&done=1`)
  await event.change(`"registrationClosesAt" = now() - interval '1 minute'`)
  expect(await send("frame-plain@embed.example")).toBe(`${page}?embed=1&reason=closed`)
  expect(await send("late@embed.example")).toBe(`${page}?embed=1&reason=closed`)
  expect(await (await fetch(`${site.url}${page}?embed=1&reason=closed`)).text()).toContain("Registration was closed when you sent the form")
})
