import { readFileSync } from "node:fs"
import type { Page } from "playwright-core"

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8")

/** Whatever is to be seen, each with what axe's findings about it can depend on: its colours, the size of its letters, and whether it scrolls. */
const appearance = `[...document.body.querySelectorAll("*")].flatMap((element, index) => {
  if (!element.checkVisibility()) return []
  const { color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, overflow } = getComputedStyle(element)
  const scrolls = /auto|scroll/.test(overflow) && (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight)
  return [[index, color, backgroundColor, backgroundImage, opacity, parseFloat(fontSize) >= 24, fontWeight, scrolls].join()]
})`

/**
 * What axe finds, and whether the page is wider than its window. `seen`: of a page that is looked at in several widths and colours. Axe, which takes most
 * of the time, looks again only when something is there that was not, or that has other colours or begins to scroll.
 */
export async function look(page: Page, seen = new Set<string>()): Promise<{ violations: string[]; tooWide: boolean }> {
  const fresh = (await page.evaluate<string[]>(appearance)).filter((one) => !seen.has(one))
  for (const one of fresh) seen.add(one)
  return {
    violations: fresh.length > 0 ? await violationsOn(page) : [],
    tooWide: await page.evaluate<boolean>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
  }
}

async function violationsOn(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe)
  // What is in order is not listed, which spares a third of the time.
  return page.evaluate<string[]>(
    `axe.run({ resultTypes: ["violations"] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ": " + target.join(" "))))`,
  )
}
