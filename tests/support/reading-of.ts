import type { Page } from "playwright-core"

// What a page says, element by element: its words, and the attributes that lead somewhere or stand for something.

const reading = `(() => {
  const kept = ["id", "href", "src", "alt", "datetime", "name", "type", "value", "required", "action", "method", "autocomplete", "role", "aria-label", "aria-labelledby", "aria-describedby", "lang", "content", "property"]
  const lines = []
  // Next.js streams what belongs into the head, and where it stands until it is there depends on the moment.
  const about = [...document.querySelectorAll("title, meta[name=description], meta[name=robots], meta[property]")]
  for (const element of [...about, ...document.querySelectorAll("body *:not(title, meta)")]) {
    if (element.closest("script, svg") && !element.matches("script[type='application/ld+json'], svg.cover")) continue
    const words = element.matches("svg") ? "" : [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data).join("").replace(/\\s+/g, " ").trim()
    const attributes = kept.filter((name) => element.hasAttribute(name)).map((name) => name + "=" + element.getAttribute(name))
    if (words || attributes.length > 0) lines.push([element.localName, ...attributes, words].filter(Boolean).join(" | "))
  }
  return [...new Set(lines.slice(0, about.length))].sort().concat(lines.slice(about.length))
})()`

/** A page as lines, without what Next.js adds for itself: its announcer, and the marks of what it has streamed. */
export async function readPage(page: Page): Promise<string[]> {
  await page.locator("template[id^='B:']").waitFor({ state: "detached" })
  const lines = await page.evaluate<string[]>(reading)
  return lines.filter((line) => !/^next-route-announcer|__next|^(template|div) \| id=[BS]:\d+$/.test(line))
}
