import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { fillAndRegister, openBrowser, signIn } from "../support/browser"
import { type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

// An organiser asks questions of an event's own, and people answer them. Nobody needs JavaScript.

let site: Site
let desk = ""
/** An organiser's page. */
let page: Page
let complaints: string[] = []
const event = () => `${site.url}/events/wes-session-repeat`
beforeAll(async () => {
  site = await startSite()
  const [found] = await sql<{ id: string }>(await site.databaseUrl(), `select id from "Event" where slug = 'wes-session-repeat'`)
  desk = `${site.url}/admin/events/${found?.id}`
  const organiser = await openBrowser({ javaScript: false })
  page = organiser.page
  complaints = organiser.complaints
  await signIn(page, site.signInLink())
})

const findPerson = async (email: string) =>
  (
    await sql<{ id: string; answers: Record<string, unknown>; source: string }>(await site.databaseUrl(), `select * from "Registration" where email = $1`, [
      email,
    ])
  )[0]

/** On the page of the questions: adds one. */
async function ask(label: string, kind: string, { choices = "", isRequired = false, hint = "" } = {}): Promise<void> {
  await page.goto(`${desk}/questions`)
  await page.getByRole("link", { name: "Add a question" }).click()
  await page.getByLabel("Question", { exact: true }).fill(label)
  await page.getByLabel("Hint").fill(hint)
  await page.getByLabel("Kind").selectOption({ label: kind })
  await page.getByLabel("Choices").fill(choices)
  await page.getByLabel("Everybody must answer it").setChecked(isRequired)
  await page.getByRole("button", { name: "Save the question" }).click()
}

test("questions of every kind are asked, answered, brought back with what was typed, and read on the desk", async () => {
  await ask("What brings you here?", "Several lines")
  await ask("How do you eat?", "One of several choices", { choices: "Everything" })
  expect(await page.getByRole("alert").textContent()).toContain("Enter two choices or more, one a line")
  expect(await page.getByLabel("Question", { exact: true }).inputValue()).toBe("How do you eat?")
  await page.getByLabel("Choices").fill("Everything\nNo meat\n<b>Hay</b>")
  await page.getByRole("button", { name: "Save the question" }).click()
  await page.getByText("Saved.").waitFor()
  await ask("how do you eat?", "One line")
  expect(await page.getByRole("alert").textContent()).toContain("The form has a question like this already")
  await ask("Which parts?", "Any of several choices", { choices: "Talks\nWorkshops\nDinner", isRequired: true, hint: "As many as you like." })
  await ask("Job title", "One line")
  await ask("I agree to be polite", "A box to tick", { isRequired: true })
  await page.getByRole("listitem").filter({ hasText: "Job title" }).getByRole("button", { name: "Move up" }).click()
  const names = await page.getByRole("main").getByRole("listitem").getByRole("link").allTextContents()
  expect(names).toEqual(["What brings you here?", "How do you eat?", "Job title", "Which parts?", "I agree to be polite"])

  const { page: visitor } = await openBrowser({ javaScript: false })
  await visitor.goto(event())
  await visitor.getByLabel("What brings you here? (optional)").fill("First line\nSecond <b>line</b>")
  await visitor.getByLabel("<b>Hay</b>").check()
  await visitor.getByLabel("I agree to be polite").check()
  await visitor.getByLabel("Job title (optional)").fill("x")
  await fillAndRegister(visitor, { name: "Ada Example", email: "ada@example.org" })
  expect(await visitor.title()).toMatch(/^Error: /)
  const problem = "Choose at least one answer to “Which parts?”"
  expect(await visitor.getByRole("alert").getByRole("link").allTextContents()).toEqual([problem])
  await visitor.getByRole("link", { name: problem }).click()
  expect(await visitor.locator(":target").getAttribute("value")).toBe("Talks")
  const group = visitor.getByRole("group", { name: "Which parts?" })
  expect(await group.locator("> *").allTextContents()).toEqual(["Which parts?", "As many as you like.", problem, "Talks", "Workshops", "Dinner"])
  expect(await visitor.getByLabel("What brings you here?").inputValue()).toBe("First line\nSecond <b>line</b>")
  expect(await visitor.getByLabel("<b>Hay</b>").isChecked()).toBe(true)
  expect(await visitor.getByLabel("I agree to be polite").isChecked()).toBe(true)
  await visitor.getByLabel("Talks").check()
  await visitor.getByLabel("Dinner").check()
  await visitor.getByRole("button", { name: "Register (free)" }).click()
  await visitor.getByRole("heading", { name: "Check your email" }).waitFor()
  const person = await findPerson("ada@example.org")
  expect(Object.values(person?.answers ?? {})).toHaveLength(5)

  await page.goto(`${desk}/registrants/${person?.id}`)
  const story = await page.getByRole("main").textContent()
  for (const words of ["First line\nSecond <b>line</b>", "<b>Hay</b>", "Talks, Dinner", "I agree to be politeyes"]) expect(story).toContain(words)
  await page.goto(`${desk}/questions`)
  await page.getByRole("link", { name: "How do you eat?" }).click()
  await page.getByText("1 person has answered this.").waitFor()
  expect(complaints).toEqual([])
})

test("a form that was open while the questions changed is understood: what has gone is dropped, what is new is asked", async () => {
  const { page: visitor } = await openBrowser({ javaScript: false })
  await visitor.goto(event())
  await page.goto(`${desk}/questions`)
  await page.getByText("Remove What brings you here?", { exact: true }).click()
  expect(await page.locator("details[open] p").textContent()).toBe("It goes from the form at once, and what 1 person answered is deleted for good.")
  await page.getByRole("button", { name: "Yes, remove What brings you here?" }).click()
  await page.getByText("Saved.").waitFor()
  await ask("Your pronouns", "One line", { isRequired: true })
  expect(Object.keys((await findPerson("ada@example.org"))?.answers ?? {})).toHaveLength(4)

  await visitor.getByLabel("What brings you here?").fill("Nobody asks this any more")
  await visitor.getByLabel("Talks").check()
  await visitor.getByLabel("I agree to be polite").check()
  await fillAndRegister(visitor, { name: "Grace Example", email: "grace@example.org" })
  expect(await visitor.getByRole("alert").getByRole("link").allTextContents()).toEqual(["Answer “Your pronouns”"])
  expect(await visitor.getByText("What brings you here?").count()).toBe(0)
  await visitor.getByLabel("Your pronouns").fill("she")
  await visitor.getByRole("button", { name: "Register (free)" }).click()
  await visitor.getByRole("heading", { name: "Check your email" }).waitFor()
  const { answers = {} } = (await findPerson("grace@example.org")) ?? {}
  expect(Object.values(answers).toSorted()).toEqual([true, ["Talks"], "she"].toSorted())
})
