import type { BrowserContext, Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { openBrowser } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { post } from "../support/posts"
import { addressOf, listRoutes } from "../support/routes"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// Visitors get no cookies: on no page, from no door, and from no script. Every route outside the desk is asked, from the build's own list.

let site: Site
let event: OwnEvent
const question = { id: "11111111-1111-4111-8111-111111111111", kind: "line", label: "Job title", hint: "", required: true, choices: [] }
const linkIn = ({ text }: { text: string }) => /http\S+\/(attend|address)\/[\w-]{44}/.exec(text)?.[0] ?? ""
const tokenIn = (link: string) => link.slice(-44)

beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site, { questions: [question], waitingList: true, doorsOpenMinutes: 1440 })
  await event.change(
    `"joinUrl" = 'https://webinar.example/1', "joinVersion" = 1, "joinReleasedVersion" = 1, "startsAt" = now() + interval '20 hours', "endsAt" = now() + interval '22 hours'`,
  )
})

const fieldsOf = (email: string) => ({ name: "Ada Example", email, [`q.${question.id}`]: "Countess" })
const register = (email: string) => post(`${event.url}/registrations`, fieldsOf(email))
const mailTo = (email: string, subject: string) => site.waitForMail((mail) => mail.to === email && mail.subject.startsWith(subject))

/** What an answer stores in a browser. */
const storedBy = (answer: Response): string[] => answer.headers.getSetCookie()
/** What a browser has kept of the site: cookies, and what scripts can keep. */
async function keptBy({ context, page }: { context: BrowserContext; page: Page }): Promise<string[]> {
  const cookies = (await context.cookies()).map(({ name }) => `cookie ${name}`)
  const kept: string[] = await page.evaluate(
    `Promise.all([Object.keys(localStorage), Object.keys(sessionStorage), document.cookie, indexedDB.databases(), caches.keys()]).then((kept) => kept.flat().filter((one) => one !== "").map(String))`,
  )
  return [...cookies, ...kept]
}

/** What belongs to people who sign in, and to machines that hand in reports. */
const isDesks = (path: string) => /^\/(admin|api)(\/|$)/.test(path)

test("over plain requests no page and no door for visitors sets one, whatever it is sent", async () => {
  await register("ada@no-cookies.example")
  const own = linkIn(await mailTo("ada@no-cookies.example", "Registered"))
  await post(`${own}/details`, { ...fieldsOf("new@no-cookies.example") })
  const proof = linkIn(await mailTo("new@no-cookies.example", "Confirm your new address"))
  const [reading] = await sql<{ slug: string }>(await site.databaseUrl(), `select slug from "Reading" where "eventId" = $1`, [event.id])
  const routes = listRoutes("").filter(({ path }) => !isDesks(path))
  const stored: string[] = []
  const seen: number[] = []
  for (const route of routes)
    for (const token of route.path.startsWith("/address") ? [tokenIn(proof), "nonsense"] : [tokenIn(own), "nonsense"]) {
      const ids = { slug: event.slug, token, reading: reading?.slug ?? "", file: "x.webp", moment: "now" }
      const address = `${site.url}${addressOf(route, ids)}`
      const answers = [
        await fetch(address, { redirect: "manual" }),
        await fetch(`${address}?draft=nonsense&embed=1&ref=poster`, { redirect: "manual" }),
        await fetch(address, { redirect: "manual", headers: { rsc: "1", "next-router-prefetch": "1" } }),
        await post(address, {}),
        await post(address, { ...fieldsOf("no"), website: "x" }),
        await post(address, fieldsOf("ada@no-cookies.example")),
        await post(address, fieldsOf("ada@no-cookies.example"), { origin: "https://evil.example" }),
      ]
      for (const answer of answers) {
        stored.push(...storedBy(answer).map((cookie) => `${route.path}: ${cookie}`))
        seen.push(answer.status)
      }
    }
  const statuses = [...new Set(seen)].sort()
  console.log(`${routes.length} routes, ${seen.length} answers with ${statuses.join(", ")}; ${stored.length} cookies`)
  for (const status of [200, 303, 403, 404, 405]) expect(statuses).toContain(status)
  expect(stored).toEqual([])
})

test("after everything that a visitor can do in a browser its jar is empty", async () => {
  const person = await openBrowser()
  const { page } = person
  const pages: string[] = []
  const at = async (where: string) => {
    await page.goto(where)
    pages.push(where)
    expect(await keptBy(person), where).toEqual([])
  }
  const press = async (name: string | RegExp) => {
    const before = page.url()
    await page.getByRole("button", { name }).first().click()
    await page.waitForURL(({ href }) => href !== before)
    pages.push(page.url())
    expect(await keptBy(person), page.url()).toEqual([])
  }
  const fill = async (email: string) => {
    await page.getByLabel("Full name").fill("Grace Example")
    await page.getByLabel("Email").fill(email)
    await page.getByLabel("Job title").fill("Admiral")
  }
  for (const page of [site.url, `${event.url}/privacy`, `${event.url}/register?embed=1`, `${site.url}/no-such-page`, `${event.url}?ref=poster`]) await at(page)
  await page.evaluate(`document.querySelector("form").noValidate = true`)
  await press(/^Register/)
  await fill("grace@no-cookies.example")
  await press(/^Register/)
  await at(`${event.url}/lost-link`)
  await page.getByLabel("Email").fill("grace@no-cookies.example")
  await press("Send me my link")
  const own = linkIn(await mailTo("grace@no-cookies.example", "Your personal link"))
  for (const path of ["", "/mail", "/data", "/change"]) await at(own + path)
  await page.getByLabel("Job title").fill("Captain")
  await page.getByLabel("Email").fill("grace-new@no-cookies.example")
  await press("Save my details")
  await at(linkIn(await mailTo("grace-new@no-cookies.example", "Confirm your new address")))
  await press("Use this address")
  const renewed = page.url()
  await at(`${renewed}/data`)
  await page.getByLabel("Delete my registration and everything above").check()
  await press("Delete it")
  console.log(`${pages.length} pages and buttons in a browser: an empty jar after each`)
})

test("the watch can fail: a cookie that is planted is seen, by requests and in a browser", async () => {
  await post(`${site.url}/admin/sign-in/request`, { email: "organiser@localhost" })
  const { text } = await mailTo("organiser@localhost", "Sign in")
  expect(storedBy(await post(`${/http\S+\/admin\/sign-in\/link\/[\w-]+/.exec(text)?.[0]}/use`, {}))).not.toEqual([])
  const person = await openBrowser()
  await person.page.route("**/*", async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, headers: { ...answer.headers(), "set-cookie": "planted=1; Path=/" } })
  })
  await person.page.goto(site.url)
  expect(await keptBy(person)).toEqual(expect.arrayContaining(["cookie planted", "planted=1"]))
  await person.page.evaluate(`localStorage.setItem("planted too", "1")`)
  expect(await keptBy(person)).toContain("planted too")
})
