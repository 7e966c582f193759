import { readFileSync } from "node:fs"
import type { Page } from "playwright-core"

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8")

/** What axe finds, and whether the page is wider than its window. */
export async function look(page: Page): Promise<{ violations: string[]; tooWide: boolean }> {
  await page.evaluate(axe)
  const violations = await page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ": " + target.join(" "))))`,
  )
  return { violations, tooWide: await page.evaluate<boolean>("document.documentElement.scrollWidth > document.documentElement.clientWidth") }
}
