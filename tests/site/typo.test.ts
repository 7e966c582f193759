import type { Page } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { fillAndRegister, openBrowser } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// An address that looks mistyped is asked about once, and never refused.

let site: Site
let event: OwnEvent
beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
})

const question = (page: Page) => page.getByRole("alert").getByRole("link").allTextContents()

describe.each([
  ["without JavaScript", false],
  ["with JavaScript", true],
])("%s", (_, javaScript) => {
  /** Fills in the form with a slip, and stands before the question. */
  async function slip(email: string, name = "Ada Example"): Promise<Page> {
    const { page } = await openBrowser({ javaScript, width: 390 })
    await page.goto(`${event.url}?ref=poster`)
    await page.getByLabel("Tell me about later sessions").check()
    await fillAndRegister(page, { name, email, organisation: "Somewhere" })
    await page.waitForURL(/register\?draft=[0-9a-f-]{36}$/)
    return page
  }
  const sent = async (page: Page, email: string) => {
    await page.getByRole("heading", { name: "Check your email" }).waitFor()
    return (await site.mailTo(email)).subject
  }
  const mailbox = (name: string) => `${name}${javaScript ? "" : "+plain"}`

  test("the suggestion is taken with one button, with everything that was typed", async () => {
    const [typed, meant] = [`${mailbox("Ada")}@Gmial.com`, `${mailbox("Ada")}@gmail.com`]
    const page = await slip(typed)
    expect(await page.title()).toMatch(/^One question: /)
    expect(await question(page)).toEqual([`Did you mean ${meant}?`])
    expect(await page.locator("#email-error").textContent()).toBe(`Did you mean ${meant}?`)
    expect(await page.getByLabel("Email").inputValue()).toBe(typed)
    await page.getByRole("button", { name: `Register with ${meant}` }).click()
    expect(await sent(page, meant)).toMatch(/^Registered:/)
    const database = await site.databaseUrl()
    const [person] = await sql(database, `select name, organisation, updates, source from "Registration" where "eventId" = $1 and email = $2`, [
      event.id,
      meant,
    ])
    expect(person).toEqual({ name: "Ada Example", organisation: "Somewhere", updates: true, source: "poster" })
    expect(await sql(database, `select from "Registration" where "eventId" = $1 and "emailKey" = $2`, [event.id, typed.toLowerCase()])).toEqual([])
  })

  test("the address as it was typed is taken with the other, which the return key presses too", async () => {
    const [byButton, byKey] = [`${mailbox("bea")}@hotmal.com`, `${mailbox("cleo")}@hotmal.com`]
    const page = await slip(byButton)
    await page.getByRole("button", { name: "Register with the address as typed" }).click()
    expect(await sent(page, byButton)).toMatch(/^Registered:/)
    const another = await slip(byKey)
    await another.getByLabel("Full name").press("Enter")
    expect(await sent(another, byKey)).toMatch(/^Registered:/)
  })

  test("another slip asks anew, and a right address does not", async () => {
    const page = await slip(`${mailbox("dora")}@gmial.com`)
    await page.getByLabel("Email").fill(`${mailbox("dora")}@yaho.com`)
    await page.getByRole("button", { name: "Register with the address as typed" }).click()
    await page
      .getByText(`Did you mean ${mailbox("dora")}@yahoo.com?`)
      .first()
      .waitFor()
    await page.getByLabel("Email").fill(`${mailbox("dora")}@gmx.de`)
    await page.getByRole("button", { name: "Register with the address as typed" }).click()
    expect(await sent(page, `${mailbox("dora")}@gmx.de`)).toMatch(/^Registered:/)
  })

  test("beside a mistake it is asked in the same breath, and not again when that is mended", async () => {
    const page = await slip(`${mailbox("eve")}@gmial.com`, "https://example.org")
    expect(await page.title()).toMatch(/^Error: /)
    expect(await question(page)).toEqual(["Enter a name without a web address", `Did you mean ${mailbox("eve")}@gmail.com?`])
    const before = page.url()
    await page.getByRole("button", { name: `Register with ${mailbox("eve")}@gmail.com` }).click()
    // Both pages say what is wrong with the name: only the address tells them apart.
    await page.waitForURL(({ href }) => href !== before)
    await page.getByText("Enter a name without a web address").first().waitFor()
    expect(await question(page)).toEqual(["Enter a name without a web address"])
    expect(await page.getByLabel("Email").inputValue()).toBe(`${mailbox("eve")}@gmail.com`)
    await page.getByLabel("Full name").fill("Eve Example")
    await page.getByRole("button", { name: "Register (free)" }).click()
    expect(await sent(page, `${mailbox("eve")}@gmail.com`)).toMatch(/^Registered:/)
  })
})

test("whether an address is asked about has nothing to do with who is registered", async () => {
  const shown = async (email: string) => {
    const location = (await event.register(email)).headers.get("location") ?? ""
    // What is shown. The scripts behind it come in the order in which the page was ready.
    const [html = ""] = /<main.*?<\/main>/s.exec(await (await fetch(`${site.url}${location}`)).text()) ?? []
    expect(html).toContain("Did you mean")
    return html
      .replaceAll(location.replace(/.*draft=/, ""), "")
      .replaceAll(email, "")
      .replaceAll(email.replace("gmial", "gmail"), "")
  }
  expect((await event.register("known@gmial.com", { asked: "known@gmial.com" })).headers.get("location")).toMatch(/registered$/)
  expect((await event.register("known@gmail.com")).headers.get("location")).toMatch(/registered$/)
  expect(await shown("known@gmial.com")).toBe(await shown("other@gmial.com"))
})
