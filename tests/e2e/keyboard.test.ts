import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { openBrowser, signIn } from "../support/browser"
import { post } from "../support/posts"
import { type Site, startSite } from "../support/site"

// The desk by keyboard alone: whatever is needed can be reached with Tab, shows where one is, and does what Enter and Space do.

let site: Site
let page: Page
/** What was passed on the way and did not show that the keyboard was on it. */
const unseen = new Set<string>()

beforeAll(async () => {
  site = await startSite()
  page = (await openBrowser()).page
  await signIn(page, site.signInLink())
})

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
async function fill(label: string | RegExp, text: string): Promise<void> {
  await tabTo(label)
  await page.keyboard.type(text)
}
/** Presses a key on it, and waits until a page has answered. */
async function press(words: string | RegExp, key = "Enter"): Promise<void> {
  await tabTo(words)
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)])
}

test("an event is made, asked a question of its own, and published", async () => {
  await press("New event")
  await fill("Title", "By keyboard")
  await tabTo("Day")
  await page.keyboard.type("03042027")
  await tabTo("From")
  await page.keyboard.type("1000AM")
  await tabTo("To")
  await page.keyboard.type("1200PM")
  await fill("Places", "40")
  await press("Make a draft")
  await page.getByText("Your draft is made").waitFor()
  await press("Questions")
  await press("Add a question")
  await fill("Question", "Who sent you?")
  await press("Save the question")
  expect(await page.getByText("Who sent you?").count()).toBeGreaterThan(0)
  await press("Edit")
  await fill(/^About/, "What we talk about.")
  await press("Save and publish")
  await page.getByText("Published. Everybody can see it and register.").waitFor()
  const answer = await fetch(`${site.url}/events/by-keyboard`)
  expect(await answer.text()).toContain("What we talk about.")
})

test("somebody is found, ticked, and cancelled after the question", async () => {
  for (const name of ["Ada Example", "Grace Example"])
    await post(`${site.url}/events/by-keyboard/registrations`, { name, email: `${name.split(" ")[0]?.toLowerCase()}@example.org` })
  await press("Registrants")
  await fill("Search", "grace")
  await press("Search")
  await tabTo("Choose Grace Example")
  await page.keyboard.press("Space")
  await press("Cancel registration …")
  expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe("Cancel the place of 1 person?")
  await press("Cancel the place of 1 person")
  await page.getByText("The place of 1 person is cancelled.").waitFor()
})

test("and everywhere on the way the keyboard could be seen", () => {
  expect([...unseen]).toEqual([])
})

test("the look can fail: without an outline it is missed", async () => {
  await page.addStyleTag({ content: "a:focus-visible { outline: none !important; box-shadow: none !important }" })
  await tabTo("Registrants")
  expect([...unseen]).toContain("Events")
})
