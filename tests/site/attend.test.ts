import { createServer } from "node:http"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openBrowser, resize } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { keyboardOf } from "../support/keyboard"
import { look } from "../support/look"
import { takePort } from "../support/ports"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// The attendee's page in every state, walked by keyboard, with JavaScript off and on.

// The webinar of these tests: another origin on this machine.
const webinar = createServer((_request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<h1>The webinar</h1>"))
let webinarUrl = ""
let site: Site
const run = async <Row extends object>(statement: string, values: unknown[] = []) => sql<Row>(await site.databaseUrl(), statement, values)

beforeAll(async () => {
  const port = await takePort()
  await new Promise<void>((resolve) => webinar.listen(port, "127.0.0.1", resolve))
  webinarUrl = `http://127.0.0.1:${port}/j/1`
  site = await openSite()
})
afterAll(() => webinar.close())

describe.each([{ javaScript: false }, { javaScript: true }])("with JavaScript: $javaScript", ({ javaScript }) => {
  const [ada, grace] = [`ada-${javaScript}@attend.example`, `grace-${javaScript}@attend.example`]
  const startsIn = (span: string) => event.change(`"startsAt" = now() + interval '${span}', "endsAt" = now() + interval '${span}' + interval '2 hours'`)
  const found: Record<string, unknown> = {}
  let event: OwnEvent
  let page: Page
  let person: ReturnType<typeof keyboardOf>
  let complaints: string[] = []
  const pages = new Map<string, string>()

  beforeAll(async () => {
    event = await copyDemonstration(site, { title: "An evening about work", capacity: 1, waitingList: true, replyTo: "ask@example.org" })
    await startsIn("3 days")
    for (const [email, subject] of [
      [ada, "Registered"],
      [grace, "You are on the waiting list"],
    ] as const) {
      await event.register(email)
      const { text } = await site.mailTo(email, subject)
      pages.set(email, /http\S+\/attend\/[\w-]{44}/.exec(text)?.[0] ?? "")
    }
    ;({ page, complaints } = await openBrowser({ javaScript }))
    person = keyboardOf(page)
  })

  /** Opens the person's page, which must say this, and looks at it in light and dark, narrow and wide. */
  async function shows(email: string, words: string | RegExp): Promise<void> {
    await page.goto(pages.get(email) ?? "")
    await page.getByText(words).first().waitFor()
    const seen = new Set<string>()
    for (const [width, colorScheme] of [
      [1280, "light"],
      [1280, "dark"],
      [390, "light"],
      [390, "dark"],
    ] as const) {
      await resize(page, width)
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      const { violations, tooWide } = javaScript ? await look(page, seen) : { violations: [], tooWide: false }
      if (violations.length > 0 || tooWide) found[`${words} ${width} ${colorScheme}`] = { violations, tooWide }
    }
  }

  /** Opens Ada's page seconds before the doors open: four, and twice as many as long as the machine is too busy to show it in that time. */
  async function comeJustTooEarly(): Promise<void> {
    for (let seconds = 4; seconds < 100; seconds *= 2) {
      await event.change(`"startsAt" = now() + interval '15 minutes ${seconds} seconds', "endsAt" = now() + interval '2 hours'`)
      await page.goto(pages.get(ada) ?? "")
      if ((await page.getByText("The button to join appears here").count()) > 0) return
    }
    throw new Error("The page took longer than a minute.")
  }

  test("registered, too early, and waiting", async () => {
    await shows(ada, "Starts in 3 days")
    expect(await page.getByRole("button", { name: "Join now" }).count()).toBe(0)
    // The same for whoever took the last place and for whoever came after them.
    expect(await (await fetch(`${event.url}/registered`)).text()).toContain("It says whether one of them is yours or you are on the waiting list")
    await shows(grace, "You are number 1 in line")
  })

  test("cancelled, and a place on offer; undone, at the end of the line", async () => {
    await shows(ada, "You are registered")
    // All places are taken, so it is asked first.
    await person.tabTo("Cancel my place")
    await page.keyboard.press("Enter")
    await page.getByText("then you cannot have it back").waitFor()
    await person.press("Yes, I am sure")
    await shows(ada, "Somebody else can have the place")
    const { text } = await site.mailTo(grace, "A place is yours")
    expect(text).toMatch(/Kept for you until: \w+ \d+ \w+, \d\d:\d\d London/)
    await shows(grace, "Do you take it?")
    await shows(ada, "Somebody else can have the place")
    await person.press("Join the waiting list")
    await page.getByText("You are number 1 in line").waitFor()
  })

  test("an offer that runs out goes to the next in line, who takes it", async () => {
    await run(`update "Registration" set "offeredUntil" = now() - interval '1 second' where "eventId" = $1 and email = $2`, [event.id, grace])
    await shows(grace, "The place is no longer kept for you")
    await site.mailTo(grace, "Your offer has ended")
    await person.press("Join the list again")
    await page.getByText("You are number 1 in line").waitFor()
    await site.mailTo(ada, "A place is yours")
    await shows(ada, "Do you take it?")
    await person.press("Take the place")
    await page.getByText("You are registered").waitFor()
    await site.idle(event.id)
    expect((await site.mails()).filter((mail) => mail.to === ada && /^Registered/.test(mail.subject))).toHaveLength(2)
  })

  test("moved: the old time and the new one", async () => {
    const [before] = await run<{ old: string }>(`select to_char("startsAt" at time zone 'Europe/London', 'HH24:MI') as old from "Event" where id = $1`, [
      event.id,
    ])
    await event.change(`"startsAt" = "startsAt" + interval '1 day 1 hour', "endsAt" = "endsAt" + interval '1 day 1 hour', sequence = sequence + 1`)
    await site.mailTo(ada, "Moved")
    await shows(ada, "Moved. Before, it was on")
    expect(await page.locator(".sheet .banner").textContent()).toContain(`${before?.old} to`)
  })

  test("the door opens by itself, without a link and then with one; each Join is kept", async () => {
    await comeJustTooEarly()
    // Nobody touches the page from here.
    await page.getByText("The organisers have not given us the link yet").waitFor({ timeout: 100_000 })
    await shows(ada, "The organisers have not given us the link yet")
    await event.change(`"joinUrl" = '${webinarUrl}', passcode = '482 913', "joinVersion" = 1, "joinReleasedVersion" = 1`)
    await shows(ada, "Doors are open")
    expect(await page.locator(".key code").allTextContents()).toEqual(["482 913", webinarUrl])
    for (const _ of [1, 2]) {
      await page.goto(pages.get(ada) ?? "")
      await person.press("Join now")
      await page.waitForURL(webinarUrl)
    }
    const [joined] = await run<{ first: boolean; joins: number }>(
      `select "joinedAt" = (select min(at) from "Join" j where j."registrationId" = r.id) as first,
         (select count(*)::int from "Join" j where j."registrationId" = r.id) as joins from "Registration" r where "eventId" = $1 and email = $2`,
      [event.id, ada],
    )
    expect(joined).toEqual({ first: true, joins: 2 })
  })

  test("open a while longer than it was to last; over, with and without a recording", async () => {
    await startsIn("-2 hours -10 minutes")
    await shows(ada, "It was to end at")
    await person.press("Join now")
    await page.waitForURL(webinarUrl)
    await startsIn("-4 hours")
    await shows(ada, "Thank you for your interest")
    expect(await page.getByText(webinarUrl).count()).toBe(0)
    await event.change(`"recordingUrl" = 'https://video.example/1'`)
    await shows(ada, "Watch the recording")
    await shows(grace, "This session is over")
  })

  test("the event is cancelled; and a link that nobody has", async () => {
    await startsIn("3 days")
    await event.change(`status = 'cancelled'`)
    await shows(ada, "This session does not take place")
    await event.change(`status = 'published'`)
    const own = pages.get(ada) ?? ""
    for (const token of ["nonsense", own.slice(-44).replace(/.$/, (last) => (last === "A" ? "B" : "A")), "%00"])
      expect((await page.goto(`${site.url}/attend/${token}`))?.status()).toBe(404)
  })

  test("on the way axe found nothing, no page was too wide, and the keyboard could be seen", () => {
    expect(found).toEqual({})
    expect([...person.unseen]).toEqual([])
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([])
  })

  test("opening any door with GET changes nothing", async () => {
    await site.idle(event.id)
    const rows = () => run(`select status, round, "offeredUntil" from "Registration" where "eventId" = $1 order by id`, [event.id])
    const before = await rows()
    for (const door of ["join", "cancel", "restore", "accept"]) expect((await fetch(`${pages.get(ada)}/${door}`)).status).toBe(405)
    expect(await rows()).toEqual(before)
  })
})
