import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { openBrowser, signIn } from "../support/browser"
import { fillEveryPage } from "../support/every-page"
import { memoryOf } from "../support/memory"
import { listed, release, seeded, step, type Walk } from "../support/monkey"
import { type OwnSite, startSite } from "../support/site"
import { full } from "../support/size"

// Whatever is pressed and filled in, in whatever order, the site answers.

const seconds = full(6, 600)
const warmUp = full(5, 60)
/** FOYER_SEED plays a walk again. */
const seed = Number(process.env.FOYER_SEED ?? 20261126)

let site: OwnSite
let homes: string[] = []
beforeAll(async () => {
  site = await startSite()
  homes = (await fillEveryPage(site)).map((path) => `${site.url}${path}`)
})

test(
  `${seconds} seconds of pressing at random: no answer of 500 or above, nothing on the console, ${full(150, 50)} MB more at most`,
  async () => {
    const walk: Walk = { visited: new Map(), pressed: new Map(), wrong: [], steps: 0 }
    const [organiser, visitor] = [await openBrowser(), await openBrowser({ width: 390 })]
    await signIn(organiser.page, site)
    for (const { context, page } of [organiser, visitor]) await release(site, context, page, walk)
    const publicHomes = homes.filter((home) => !home.includes("/admin"))
    const deskHomes = homes.filter((home) => home.includes("/admin/"))
    const [pressing, visiting] = [seeded(seed), seeded(seed + 1)]
    const walkFor = async (long: number) => {
      const end = Date.now() + long * 1000
      const go = async (page: Page, random: () => number, places: string[]) => {
        while (Date.now() < end) await step(page, random, walk, places)
      }
      await Promise.all([go(organiser.page, pressing, deskHomes), go(visitor.page, visiting, publicHomes)])
    }
    // What a process reads when a page is opened for the first time is no growth.
    for (const home of deskHomes) await organiser.page.goto(home)
    for (const home of publicHomes) await visitor.page.goto(home)
    await walkFor(warmUp)
    const before = await memoryOf(site)
    await walkFor(seconds)
    const grown = ((await memoryOf(site)) - before) / 1e6
    console.log(
      `seed ${seed}: ${walk.steps} steps, ${walk.visited.size} kinds of page, ${walk.pressed.size} different things pressed, memory ${grown.toFixed(0)} MB more`,
    )
    console.log(`visited: ${listed(walk.visited, 80)}`)
    console.log(`pressed: ${listed(walk.pressed, 120)}`)
    expect(walk.wrong).toEqual([])
    expect(walk.visited.size).toBeGreaterThan(full(5, 30))
    // In a few seconds, pages that nobody has opened before are most of what grows.
    expect(grown).toBeLessThan(full(150, 50))
  },
  (seconds + warmUp + 240) * 1000,
)

test("an error that is planted is noticed: in the page, and as an answer", async () => {
  const walk: Walk = { visited: new Map(), pressed: new Map(), wrong: [], steps: 0 }
  const { context, page } = await openBrowser()
  await release(site, context, page, walk)
  await page.route("**/planted", (route) => route.fulfill({ status: 500, body: "" }))
  await page.goto(`${site.url}/`)
  await page.evaluate(`console.error("planted"); setTimeout(() => { throw new Error("planted") }); fetch("/planted")`)
  await page.waitForTimeout(500)
  expect(walk.wrong.filter((line) => line.includes("planted")).length).toBeGreaterThanOrEqual(3)
})
