import { beforeAll, describe, expect, test } from "vitest"
import { fillAndRegister, openBrowser, sendTest, signInWithLink } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { post } from "../support/posts"
import { type OwnSite, startSite } from "../support/site"
import { sql } from "../support/sql"
import { until } from "../support/until"

const webinar = "https://webinar.example/j/9481220457"
const passcode = "482 913"

// A site of its own: what a start prints is used, and its front page has no events but these.
let site: OwnSite
beforeAll(async () => {
  site = await startSite()
})

const signInLinks = async () =>
  (await site.mails())
    .filter(({ subject }) => subject === "Sign in to the organisers' desk")
    .map(({ text }) => /http\S+\/admin\/sign-in\/link\/[\w-]+/.exec(text)?.[0] ?? "")
/** The link that comes by mail when somebody asks for one. */
async function mailedLink(ask: () => Promise<unknown>): Promise<string> {
  const earlier = (await signInLinks()).length
  await ask()
  await until(async () => (await signInLinks()).length > earlier)
  return (await signInLinks()).at(-1) ?? ""
}

describe.each([{ javaScript: false }, { javaScript: true }])("the main job, end to end (JavaScript: $javaScript)", ({ javaScript }) => {
  const address = (name: string) => `${name}-${javaScript}@example.org`
  let event: OwnEvent
  beforeAll(async () => {
    event = await copyDemonstration(site, { notice: "Demonstration." })
    await sql(await site.databaseUrl(), `insert into "PageChange" (paths) values ('{/front/now}')`)
    await until(async () => (await (await fetch(site.url)).text()).includes(event.slug))
  })

  test("a stranger registers, an organiser sends, and the stranger holds link and passcode", async () => {
    const visitor = await openBrowser({ javaScript })
    await visitor.page.goto(site.url)
    await visitor.page.locator(`a[href="/events/${event.slug}"]`, { hasText: /WES Session.*Demonstration/s }).click()
    await visitor.page.waitForURL(event.url)
    expect(await visitor.page.getByRole("heading", { level: 1 }).textContent()).toBe("The Industrial Relations of Mental Health: WES Session")
    expect(await visitor.page.locator(".person h3").allTextContents()).toEqual([
      "Jo Ingold Chair",
      "Elizabeth Cotton ",
      "Debbie McNamara ",
      "Rosie Rizq ",
      "Clare Slaney ",
    ])
    await fillAndRegister(visitor.page, { name: "Ada Example", email: address("ada"), organisation: "Somewhere" })
    expect(visitor.page.url()).toBe(`${event.url}/registered`)
    expect(await visitor.page.getByRole("heading", { level: 1 }).textContent()).toBe("Check your email")

    const confirmation = await site.waitForMail((mail) => mail.to === address("ada"))
    expect(confirmation.subject).toMatch(/^Registered: The Industrial Relations of Mental Health: WES Session, Thu \d+ \w+, 10:00 London$/)
    expect(confirmation.text).not.toContain(webinar)
    const own = /http:\/\/localhost:\d+\/attend\/[\w-]{44}/.exec(confirmation.text)?.[0] ?? ""
    await visitor.page.goto(own)
    expect(await visitor.page.getByText("You are registered").count()).toBe(1)
    expect(await visitor.page.getByText(/We e-mail you the link and passcode on/).count()).toBe(1)

    const organiser = await openBrowser({ javaScript })
    // What the start printed works once.
    const ask = () => post(`${site.url}/admin/sign-in/request`, { email: "organiser@localhost" })
    await signInWithLink(organiser.page, javaScript ? await mailedLink(ask) : site.signInLink())
    await organiser.page.locator(`a[href="/admin/events/${event.id}/registrants"]`, { hasText: "1 of 300" }).click()
    await organiser.page.waitForURL(/registrants$/)
    expect(await organiser.page.locator("tbody tr").allTextContents()).toEqual([expect.stringContaining(`Ada ExampleSomewhere${address("ada")}`)])
    await organiser.page.getByRole("link", { name: "Link and passcode" }).click()
    await organiser.page.getByLabel("Link").fill(webinar)
    await organiser.page.getByLabel("Passcode").fill(passcode)
    await organiser.page.getByRole("button", { name: "Save link and passcode" }).click()
    await organiser.page.getByRole("link", { name: "Go on to sending" }).click()
    await sendTest(organiser.page)
    await organiser.page.getByText("Send to 1 person", { exact: true }).click()
    await organiser.page.getByRole("button", { name: "Yes, send to 1 person" }).click()

    const joining = await site.mailTo(address("ada"), "Your joining link")
    for (const body of [joining.text, joining.html]) {
      expect(body).toContain(webinar)
      expect(body).toContain(passcode)
      expect(body).toContain(own)
    }
    await organiser.page.reload()
    await organiser.page.getByText("Version 1 is out").waitFor()
    expect(await organiser.page.locator(".sum div").allTextContents()).toEqual(["1sent", "0waiting", "0failed", "0withheld", "1registered, adds up"])
    const letters = `select kind, state, "joinVersion" from "Delivery" where kind <> 'test' and "eventId" = $1 order by "createdAt"`
    expect(await sql(await site.databaseUrl(), letters, [event.id])).toEqual([
      { kind: "confirmation", state: "sent", joinVersion: null },
      { kind: "join", state: "sent", joinVersion: 1 },
    ])

    await visitor.page.reload()
    expect(await visitor.page.locator(".key code").allTextContents()).toEqual([passcode, webinar])
    expect(visitor.complaints).toEqual([])
    expect(organiser.complaints).toEqual([])
  })

  test("somebody who registers after the release gets link and passcode in the confirmation, and no second mail", async () => {
    const { page } = await openBrowser({ javaScript })
    await page.goto(event.url)
    await fillAndRegister(page, { name: "Late Example", email: address("late") })
    const confirmation = await site.waitForMail((mail) => mail.to === address("late"))
    expect(confirmation.subject).toMatch(/^Registered:/)
    expect(confirmation.text).toContain(webinar)
    expect(confirmation.text).toContain(passcode)
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect((await site.mails()).filter((mail) => mail.to === address("late"))).toHaveLength(1)
  })

  test("a form with a mistake comes back with everything that was typed", async () => {
    const { page } = await openBrowser({ javaScript })
    await page.goto(event.url)
    await page.locator("#email").evaluate((input) => input.setAttribute("type", "text"))
    await page.getByLabel("Tell me about later sessions").check()
    await fillAndRegister(page, { name: "Ada Example", email: "ada@example", organisation: "Somewhere" })
    await page.waitForURL(/register\?draft=[0-9a-f-]{36}$/)
    expect(await page.title()).toMatch(/^Error: /)
    expect(await page.locator(".summary a").allTextContents()).toEqual(["Enter an email address in the correct format, like name@example.com"])
    expect(await page.evaluate("document.activeElement.className")).toBe("summary")
    expect(await page.getByLabel("Full name").inputValue()).toBe("Ada Example")
    expect(await page.getByLabel("Email").inputValue()).toBe("ada@example")
    expect(await page.getByLabel("Organisation").inputValue()).toBe("Somewhere")
    expect(await page.getByLabel("Tell me about later sessions").isChecked()).toBe(true)
    await page.getByLabel("Email").fill(address("mistake"))
    await page.getByRole("button", { name: "Register (free)" }).click()
    await page.waitForURL(/registered$/)
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Check your email")
    await site.waitForMail((mail) => mail.to === address("mistake"))
  })

  test("somebody cancels on their own page, and undoes it", async () => {
    const { page } = await openBrowser({ javaScript })
    await page.goto(event.url)
    await fillAndRegister(page, { name: "Wavering Example", email: address("wavering") })
    const { text } = await site.waitForMail((mail) => mail.to === address("wavering"))
    await page.goto(/http\S+\/attend\/[\w-]{44}/.exec(text)?.[0] ?? "")
    await page.getByRole("button", { name: "Cancel my place" }).click()
    await page.getByText("Somebody else can have the place").waitFor()
    await site.waitForMail((mail) => mail.to === address("wavering") && mail.subject.startsWith("You have cancelled"))
    await page.getByRole("button", { name: "Undo: register me again" }).click()
    await page.getByText("You are registered").waitFor()
    const [registration] = await event.find(address("wavering"), "status, round")
    expect(registration).toEqual({ status: "registered", round: 2 })
  })

  test("the sign-in link is mailed to an organiser, works once, and opening it does not use it up", async () => {
    const { page } = await openBrowser({ javaScript })
    await page.goto(`${site.url}/admin`)
    expect(page.url()).toBe(`${site.url}/admin/sign-in`)
    await page.getByLabel("Email").fill("Organiser@localhost")
    const link = await mailedLink(() => page.getByRole("button", { name: "Send me a sign-in link" }).click())
    await page.waitForURL(`${site.url}/admin/sign-in/sent`)
    for (let opened = 0; opened < 3; opened += 1) expect((await fetch(link)).status).toBe(200)
    await signInWithLink(page, link)
    const second = await openBrowser({ javaScript })
    await second.page.goto(link)
    await second.page.getByText("That link no longer works").waitFor()
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.waitForURL(/sign-in$/)
    await page.goto(`${site.url}/admin`)
    expect(page.url()).toBe(`${site.url}/admin/sign-in`)
  })
})

test("a visitor in another zone also reads their own time", async () => {
  const { page, complaints } = await openBrowser({ timeZone: "Asia/Kathmandu" })
  await page.goto(`${site.url}/events/wes-session-repeat`)
  await page.getByText("That is 15:45 to 18:15 where you are.").waitFor()
  expect(complaints).toEqual([])
})
