import { beforeAll, expect, test } from "vitest"
import { openBrowser, resize, signIn } from "../support/browser"
import { copyDemonstration } from "../support/event"
import { fillEveryPage } from "../support/every-page"
import { look } from "../support/look"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"
import { until } from "../support/until"

let site: Site
let paths: string[] = []
beforeAll(async () => {
  site = await openSite()
  paths = await fillEveryPage(site, await copyDemonstration(site))
})

test("every page is free of axe's violations in light and dark, and fits 320, 390 and 1280 pixels", async () => {
  const { page, context, complaints } = await openBrowser()
  await signIn(page, site)
  const found: Record<string, unknown> = {}
  for (const path of paths) {
    const seen = new Set<string>()
    await page.goto(`${site.url}${path}`)
    // The widest first: it shows all that a narrow one does.
    for (const width of [1280, 390, 320]) {
      for (const colorScheme of ["light", "dark"] as const) {
        if (width === 390 && colorScheme === "dark") continue
        // No script looks at either, so a page that is open becomes what it would have been. Without motion it does so at once.
        await resize(page, width)
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
        await page.waitForFunction(`innerWidth === ${width} && matchMedia("(prefers-color-scheme: ${colorScheme})").matches`)
        const { violations, tooWide } = await look(page, seen)
        if (violations.length > 0 || tooWide) found[`${path} ${width} ${colorScheme}`] = { violations, tooWide }
      }
    }
  }
  await context.close()
  expect(found).toEqual({})
  expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([])
}, 600_000)

test("a long word in a title makes the list of sessions no wider than a narrow phone", async () => {
  const title = "A seminar on Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaften"
  await copyDemonstration(site, { title })
  await sql(await site.databaseUrl(), `insert into "PageChange" (paths) values ('{/front/now}')`)
  const { page, context } = await openBrowser({ width: 320 })
  await until(async () => {
    await page.goto(site.url)
    return (await page.getByText(title).count()) > 0
  })
  expect(await look(page)).toEqual({ violations: [], tooWide: false })
  await context.close()
})

test("the check can fail: a picture without words and a page that is too wide are found", async () => {
  const { page } = await openBrowser()
  await page.goto(`${site.url}/`)
  await page.evaluate(`document.body.insertAdjacentHTML("beforeend", '<img src="/icon.svg"><div style="width: 5000px">wide</div>')`)
  expect(await look(page)).toEqual({ violations: expect.arrayContaining([expect.stringContaining("image-alt")]), tooWide: true })
})

test("axe looks again in other colours, and where a narrow window alone shows something", async () => {
  const { page } = await openBrowser()
  await page.goto(`${site.url}/`)
  await page.evaluate(`document.head.insertAdjacentHTML("beforeend", "<style>@media (prefers-color-scheme: dark) { h1 { color: #333 !important } }</style>")`)
  await page.evaluate(
    `document.querySelector("main").insertAdjacentHTML("beforeend", "<style>#pale { color: #999; background: #fff } @media (min-width: 500px) { #pale { display: none } }</style><p id=pale>Pale</p>")`,
  )
  const seen = new Set<string>()
  expect(await look(page, seen)).toEqual({ violations: [], tooWide: false })
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" })
  expect((await look(page, seen)).violations).toEqual([expect.stringContaining("color-contrast: h1")])
  await resize(page, 320)
  expect((await look(page, seen)).violations).toEqual(expect.arrayContaining(["color-contrast: #pale"]))
})

test("nobody who only visits gets a cookie", async () => {
  const { page, context } = await openBrowser()
  for (const path of paths.filter((path) => !path.startsWith("/admin"))) await page.goto(`${site.url}${path}`)
  expect(await context.cookies()).toEqual([])
})
