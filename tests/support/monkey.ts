import type { BrowserContext, Page } from "playwright-core"
import type { Site } from "./site"

// Somebody who presses whatever is there. The seed decides what, so that a find can be had again.

/** A number from nought to one at each call, the same row for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

type Thing = { index: number; kind: "link" | "button" | "field"; words: string }

/** What there is to press or to fill, what signs out and what leads away left out. */
const things = `[...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")].flatMap((element, index) => {
  const away = element.href && new URL(element.href).origin !== location.origin
  const target = (element.href ?? "") + " " + (element.form?.action ?? "")
  if (away || /sign-out|devices|^mailto:/.test(target) || element.disabled || element.name === "website" || element.offsetParent === null) return []
  const kind = element.matches("a") ? "link" : element.matches("button, summary") ? "button" : "field"
  return [{ index, kind, words: (element.textContent || element.name || "").trim().replace(/\\s+/g, " ").slice(0, 40) }]
})`

/** Puts a value into a field, or its form's other fields too, as typing would. */
const fill = (index: number, values: string[]) => `(() => {
  const all = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")]
  const chosen = all[${index}]
  const values = ${JSON.stringify(values)}
  const fields = chosen?.form ? [...chosen.form.elements] : [chosen]
  fields.forEach((field, place) => {
    if (!field || field.type === "hidden" || field.type === "file" || field.name === "website" || field.matches?.("button")) return
    const value = values[place % values.length]
    if (field.type === "checkbox" || field.type === "radio") field.checked = value.length % 2 === 0
    else if (field.options) field.selectedIndex = value.length % field.options.length
    else if (!field.value || value.length % 3 === 0) field.value = field.type === "email" ? value.length + "monkey@example.org" : field.type === "date" ? "2027-03-04" : value
  })
})()`

const words = [
  "Ada Example",
  "ada@example.org",
  "12",
  "",
  "2027-03-04",
  "10:00",
  "ä ö ü 漢字 🙂",
  "<b>x</b>",
  "=1+1",
  "https://example.org/x",
  "0",
  "-1",
  "x".repeat(300),
  "a\nb",
]

export type Walk = { visited: Map<string, number>; pressed: Map<string, number>; wrong: string[]; steps: number }
const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)

/** The kind of page, whatever it is about. */
const shapeOf = (url: string) =>
  new URL(url).pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{44}/g, "…")
    .replace(/^(\/events\/|\/reading\/)[^/]+/, "$1…")
    .replace(/reading\/[^/]+/, "reading/…")

/** Watches everything that a person's pages ask for. What is not of the site is never asked. */
export async function release(site: Site, context: BrowserContext, page: Page, walk: Walk): Promise<void> {
  await context.route(
    ({ href }) => !href.startsWith(site.url),
    (route) => route.abort(),
  )
  page.on("dialog", (dialog) => void dialog.dismiss())
  page.on("response", (response) => {
    if (response.status() >= 500) walk.wrong.push(`${response.status()} ${response.request().method()} ${response.url()}`)
  })
  page.on("pageerror", (error) => walk.wrong.push(`an error in ${shapeOf(page.url())}: ${error.message}`))
  page.on("console", (message) => {
    // That a page is not there, or a form refused, is an answer. So is a page that was left before it was whole.
    const isAnswer = /Failed to load resource: (the server responded with a status of 4|net::ERR_(FAILED|ABORTED))/.test(message.text())
    if (message.type() === "error" && !isAnswer) walk.wrong.push(`the console of ${shapeOf(page.url())}: ${message.text().slice(0, 200)}`)
  })
}

/** One press, or one page of one's own choice when there is nothing to press. */
export async function step(page: Page, random: () => number, walk: Walk, homes: string[]): Promise<void> {
  const pick = <T>(all: T[]): T | undefined => all[Math.floor(random() * all.length)]
  walk.steps += 1
  const here = page.url()
  const found = here.startsWith("http") ? await page.evaluate<Thing[]>(things).catch(() => []) : []
  const wanted = random() < 0.35 ? "link" : random() < 0.85 ? "button" : "field"
  const thing = pick(found.filter(({ kind }) => kind === wanted)) ?? pick(found)
  if (!thing || random() < 0.15) {
    await page.goto(pick(homes) ?? "", { timeout: 10_000 }).catch(() => undefined)
    return void count(walk.visited, shapeOf(page.url()))
  }
  if (thing.kind !== "link") await page.evaluate(fill(thing.index, [pick(words) ?? "", pick(words) ?? "", pick(words) ?? ""])).catch(() => undefined)
  if (thing.kind === "field") return
  count(walk.pressed, thing.words)
  await page
    .evaluate(`document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")[${thing.index}]?.click()`)
    .catch(() => undefined)
  await page.waitForTimeout(30)
  await page.waitForLoadState("load", { timeout: 10_000 }).catch(() => undefined)
  if (page.url().startsWith(`${here.split("/").slice(0, 3).join("/")}/`)) count(walk.visited, shapeOf(page.url()))
}

export const listed = (map: Map<string, number>, most: number): string =>
  [...map]
    .sort((one, other) => other[1] - one[1])
    .slice(0, most)
    .map(([key, times]) => `${key} ${times}`)
    .join(", ")
