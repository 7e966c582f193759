import { beforeAll, expect, test } from "vitest"
import { openBrowser, signIn } from "../support/browser"
import { fillEveryPage } from "../support/every-page"
import { look } from "../support/look"
import { type Site, startSite } from "../support/site"

let site: Site
let paths: string[] = []
let organiserLink = ""
beforeAll(async () => {
  site = await startSite()
  organiserLink = site.signInLink()
  paths = await fillEveryPage(site)
})

test("every page is free of axe's violations in light and dark, and fits 320, 390 and 1280 pixels", async () => {
  const { page, context, complaints } = await openBrowser()
  await signIn(page, organiserLink)
  const found: Record<string, unknown> = {}
  for (const path of paths) {
    for (const width of [320, 390, 1280]) {
      for (const colorScheme of ["light", "dark"] as const) {
        if (width === 390 && colorScheme === "dark") continue
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        await page.goto(`${site.url}${path}`)
        const { violations, tooWide } = await look(page)
        if (violations.length > 0 || tooWide) found[`${path} ${width} ${colorScheme}`] = { violations, tooWide }
      }
    }
  }
  await context.close()
  expect(found).toEqual({})
  expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([])
}, 600_000)

test("the check can fail: a picture without words and a page that is too wide are found", async () => {
  const { page } = await openBrowser()
  await page.goto(`${site.url}/`)
  await page.evaluate(`document.body.insertAdjacentHTML("beforeend", '<img src="/icon.svg"><div style="width: 5000px">wide</div>')`)
  expect(await look(page)).toEqual({ violations: expect.arrayContaining([expect.stringContaining("image-alt")]), tooWide: true })
})

test("nobody who only visits gets a cookie", async () => {
  const { page, context } = await openBrowser()
  for (const path of paths.filter((path) => !path.startsWith("/admin"))) await page.goto(`${site.url}${path}`)
  expect(await context.cookies()).toEqual([])
})
