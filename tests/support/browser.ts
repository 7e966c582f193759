import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core"
import { expect } from "vitest"
import { afterwards } from "./cleanup"
import { openOwnerSession } from "./session"
import type { Site } from "./site"
import { chromiumPath } from "./system"
import { pause, until } from "./until"

// A real Chromium. Each person is a context of their own: no cookies or cache are shared between people.

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** One for all files of a worker. It ends with it. */
let browser: Browser | undefined

/** `trusting`: takes the certificate of a webinar that runs on this machine. */
type Person = { javaScript?: boolean; timeZone?: string; dark?: boolean; width?: number; trusting?: boolean }

/** A new person at a browser, with their page. What the page complains about on its console is kept in `complaints`. */
export async function openBrowser({ javaScript = true, timeZone = "Europe/London", width = 1280, dark = false, trusting = false }: Person = {}) {
  browser ??= await chromium.launch({ executablePath: chromiumPath(), args: flags })
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    timezoneId: timeZone,
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
    ignoreHTTPSErrors: trusting,
  })
  // A page that still waits for an answer would hold up the end.
  afterwards(() => Promise.race([context.close(), pause(3000)]))
  const page = await context.newPage()
  return { context, page, complaints: listen(page) }
}

function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on("pageerror", (error) => complaints.push(error.message))
  return complaints
}

/** Gives the window another width, and waits until the page has it: a look would find it as it was. */
export async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 })
  await page.waitForFunction((wanted) => window.innerWidth === wanted, width)
}

/** Presses what leads to another page, and waits until all of it is there: a click is over as soon as it begins to come, and a look would find half of it. */
export async function press(what: Locator): Promise<void> {
  await Promise.all([what.page().waitForNavigation(), what.click()])
}

/** Fills the registration form as a person does and sends it. */
export async function fillAndRegister(page: Page, { name, email, organisation = "" }: { name: string; email: string; organisation?: string }): Promise<void> {
  await page.getByLabel("Full name").fill(name)
  await page.getByLabel("Email").fill(email)
  await page.getByLabel("Organisation").fill(organisation)
  const form = page.url()
  await page.getByRole("button", { name: /^(Register|Join the waiting list)/ }).click()
  await page.waitForURL(({ href }) => href !== form)
}

/** Opens the desk as the site's first owner, whose browser holds a session already. */
export async function signIn(page: Page, site: Pick<Site, "url" | "databaseUrl">): Promise<void> {
  const [name = "", value = ""] = (await openOwnerSession(await site.databaseUrl())).split("=")
  await page.context().addCookies([{ name, value, url: site.url }])
  await page.goto(`${site.url}/admin`)
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Events")
}

/** An organiser at their desk, who needs no JavaScript. */
export async function openOrganiser(site: Pick<Site, "url" | "databaseUrl">) {
  const organiser = await openBrowser({ javaScript: false })
  await signIn(organiser.page, site)
  return organiser
}

/** Signs in with a link as it was printed or mailed: opens the page, presses the button. */
export async function signInWithLink(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.waitForURL(/\/admin$/)
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Events")
}

/** In the sending room: sends the test, waits until it has gone, and says that it arrived. */
export async function sendTest(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Send a test to/ }).click()
  const arrived = "It arrived, and the link opens"
  // Asked for without being drawn, until it says so.
  await until(async () => (await (await page.request.get(page.url())).text()).includes(arrived))
  await page.reload()
  await page.getByRole("button", { name: arrived }).click()
  await page.getByText(/You said on .* that it arrived/).waitFor()
}

/** The cookies of a signed-in person, for requests that need no page. */
export async function cookieHeader(context: BrowserContext): Promise<string> {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ")
}
