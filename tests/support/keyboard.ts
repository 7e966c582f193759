import type { Page } from "playwright-core"

/** Somebody who uses a page by its keyboard alone. `unseen` collects what they pass and that does not show that the keyboard is on it. */
export function keyboardOf(page: Page) {
  const unseen = new Set<string>()

  /** What the keyboard is on: its words, and whether it shows it. */
  const focused = () =>
    page.evaluate<{ words: string; isSeen: boolean }>(`(() => {
      const element = document.activeElement
      const label = element.labels?.[0]?.textContent ?? element.getAttribute("aria-label") ?? element.textContent
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      return { words: (label ?? "").trim().replace(/\\s+/g, " "), isSeen: boxShadow !== "none" || (outlineStyle !== "none" && outlineWidth !== "0px") }
    })()`)

  /** Presses Tab until the keyboard is on what these words name. Throws when it is nowhere on the page. */
  async function tabTo(words: string | RegExp): Promise<void> {
    for (let presses = 0; presses < 150; presses += 1) {
      await page.keyboard.press("Tab")
      const on = await focused()
      if (!on.isSeen && on.words) unseen.add(on.words.slice(0, 60))
      if (typeof words === "string" ? on.words === words : words.test(on.words)) return
    }
    throw new Error(`the keyboard does not come to ${words}`)
  }

  return {
    unseen,
    tabTo,
    async fill(label: string | RegExp, text: string): Promise<void> {
      await tabTo(label)
      await page.keyboard.type(text)
    },
    /** Presses a key on it, and waits until a page has answered. */
    async press(words: string | RegExp, key = "Enter"): Promise<void> {
      await tabTo(words)
      await Promise.all([page.waitForNavigation(), page.keyboard.press(key)])
    },
  }
}
