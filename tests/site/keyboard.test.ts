import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { openBrowser, signIn } from "../support/browser"
import { keyboardOf } from "../support/keyboard"
import { post } from "../support/posts"
import { openSite, type Site } from "../support/site"

// The desk by keyboard alone: whatever is needed can be reached with Tab, shows where one is, and does what Enter and Space do.

let site: Site
let page: Page
let somebody: ReturnType<typeof keyboardOf>

beforeAll(async () => {
  site = await openSite()
  page = (await openBrowser()).page
  somebody = keyboardOf(page)
  await signIn(page, site)
})

test("an event is made, asked a question of its own, and published", async () => {
  await somebody.press("New event")
  await somebody.fill("Title", "By keyboard")
  await somebody.tabTo("Day")
  await page.keyboard.type("03042027")
  await somebody.tabTo("From")
  await page.keyboard.type("1000AM")
  await somebody.tabTo("To")
  await page.keyboard.type("1200PM")
  await somebody.fill("Places", "40")
  await somebody.press("Make a draft")
  await page.getByText("Your draft is made").waitFor()
  await somebody.press("Questions")
  await somebody.press("Add a question")
  await somebody.fill("Question", "Who sent you?")
  await somebody.press("Save the question")
  expect(await page.getByText("Who sent you?").count()).toBeGreaterThan(0)
  await somebody.press("Edit")
  await somebody.fill(/^About/, "What we talk about.")
  await somebody.press("Save and publish")
  await page.getByText("Published. Everybody can see it and register.").waitFor()
  const answer = await fetch(`${site.url}/events/by-keyboard`)
  expect(await answer.text()).toContain("What we talk about.")
})

test("somebody is found, ticked, and cancelled after the question", async () => {
  for (const name of ["Ada Example", "Grace Example"])
    await post(`${site.url}/events/by-keyboard/registrations`, { name, email: `${name.split(" ")[0]?.toLowerCase()}@keyboard.example` })
  await somebody.press("Registrants")
  await somebody.fill("Search", "grace")
  await somebody.press("Search")
  await somebody.tabTo("Choose Grace Example")
  await page.keyboard.press("Space")
  await somebody.press("Cancel registration …")
  expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe("Cancel the place of 1 person?")
  await somebody.press("Cancel the place of 1 person")
  await page.getByText("The place of 1 person is cancelled.").waitFor()
})

test("and everywhere on the way the keyboard could be seen", () => {
  expect([...somebody.unseen]).toEqual([])
})

test("the look can fail: without an outline it is missed", async () => {
  await page.addStyleTag({ content: "a:focus-visible { outline: none !important; box-shadow: none !important }" })
  await somebody.tabTo("Registrants")
  expect([...somebody.unseen]).toContain("Events")
})
