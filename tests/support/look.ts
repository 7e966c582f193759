import { readFileSync } from "node:fs"
import type { Page } from "playwright-core"

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8")

/** What axe finds, and whether the page is wider than its window. */
export async function look(page: Page): Promise<{ violations: string[]; tooWide: boolean }> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe)
  // What is in order is not listed, which spares a third of the time.
  const violations = await page.evaluate<string[]>(
    `axe.run({ resultTypes: ["violations"] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ": " + target.join(" "))))`,
  )
  return { violations, tooWide: await page.evaluate<boolean>("document.documentElement.scrollWidth > document.documentElement.clientWidth") }
}
