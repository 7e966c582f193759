import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { fillAndRegister, openBrowser, openOrganiser, press } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { look } from "../support/look"
import { openSite, type Site } from "../support/site"

// An organiser asks questions of an event's own, and people answer them. Nobody needs JavaScript.

let site: Site
let event: OwnEvent
let desk = ""
/** An organiser's page. */
let page: Page
let complaints: string[] = []
beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
  desk = event.desk
  ;({ page, complaints } = await openOrganiser(site))
})

type Person = { id: string; answers: Record<string, unknown> }
const findPerson = async (email: string) => (await event.find<Person>(email, "id, answers"))[0]

/** On the page of the questions: adds one. `when`: the words of the condition. */
async function ask(label: string, kind: string, { choices = "", isRequired = false, hint = "", least = "", most = "", when = "" } = {}): Promise<void> {
  await page.goto(`${desk}/questions`)
  await press(page.getByRole("link", { name: "Add a question" }))
  await page.getByLabel("Question", { exact: true }).fill(label)
  await page.getByLabel("Hint").fill(hint)
  await page.getByLabel("Kind").selectOption({ label: kind })
  await page.getByLabel("Choices").fill(choices)
  await page.getByLabel("Least, or earliest day").fill(least)
  await page.getByLabel("Most, or latest day").fill(most)
  if (when) await page.getByLabel("When it is asked").selectOption({ label: when })
  await page.getByLabel(/^Everybody (who is asked )?must answer it$/).setChecked(isRequired)
  await press(page.getByRole("button", { name: "Save the question" }))
}

test("questions of every kind are asked, answered, brought back with what was typed, and read on the desk", async () => {
  await ask("What brings you here?", "Several lines")
  await ask("How do you eat?", "One of several choices", { choices: "Everything" })
  expect(await page.getByRole("alert").textContent()).toContain("Enter two choices or more, one a line")
  expect(await page.getByLabel("Question", { exact: true }).inputValue()).toBe("How do you eat?")
  await page.getByLabel("Choices").fill("Everything\nNo meat\n<b>Hay</b>")
  await press(page.getByRole("button", { name: "Save the question" }))
  await page.getByText("Saved.").waitFor()
  await ask("how do you eat?", "One line")
  expect(await page.getByRole("alert").textContent()).toContain("The form has a question like this already")
  await ask("Which parts?", "Any of several choices", { choices: "Talks\nWorkshops\nDinner", isRequired: true, hint: "As many as you like." })
  await ask("Job title", "One line")
  await ask("I agree to be polite", "A box to tick", { isRequired: true })
  await press(page.getByRole("listitem").filter({ hasText: "Job title" }).getByRole("button", { name: "Move up" }))
  const names = await page.getByRole("main").getByRole("listitem").getByRole("link").allTextContents()
  expect(names).toEqual(["What brings you here?", "How do you eat?", "Job title", "Which parts?", "I agree to be polite"])

  const { page: visitor } = await openBrowser({ javaScript: false })
  await visitor.goto(event.url)
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
  await press(visitor.getByRole("button", { name: "Register (free)" }))
  await visitor.getByRole("heading", { name: "Check your email" }).waitFor()
  const person = await findPerson("ada@example.org")
  expect(Object.values(person?.answers ?? {})).toHaveLength(5)

  await page.goto(`${desk}/registrants/${person?.id}`)
  const story = await page.getByRole("main").textContent()
  for (const words of ["First line\nSecond <b>line</b>", "<b>Hay</b>", "Talks, Dinner", "I agree to be politeyes"]) expect(story).toContain(words)
  await page.goto(`${desk}/questions`)
  await press(page.getByRole("link", { name: "How do you eat?" }))
  await page.getByText("1 person has answered this.").waitFor()
  expect(complaints).toEqual([])
})

test("a form that was open while the questions changed is understood: what has gone is dropped, what is new is asked", async () => {
  const { page: visitor } = await openBrowser({ javaScript: false })
  await visitor.goto(event.url)
  await page.goto(`${desk}/questions`)
  await page.getByText("Remove What brings you here?", { exact: true }).click()
  expect(await page.locator("details[open] p").textContent()).toBe("It goes from the form at once, and what 1 person answered is deleted for good.")
  await press(page.getByRole("button", { name: "Yes, remove What brings you here?" }))
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
  await press(visitor.getByRole("button", { name: "Register (free)" }))
  await visitor.getByRole("heading", { name: "Check your email" }).waitFor()
  const { answers = {} } = (await findPerson("grace@example.org")) ?? {}
  expect(Object.values(answers).toSorted()).toEqual([true, ["Talks"], "she"].toSorted())
})

/** The questions about a journey: three that depend on another one, the last of them on one that itself depends. */
async function askAboutTheJourney(): Promise<void> {
  await event.change("questions = '[]'")
  await ask("How do you take part?", "One of several choices", { choices: "Online\nIn person", isRequired: true })
  await ask("How many guests?", "A number", { least: "1", most: "10", isRequired: true, when: "Only if “How do you take part?” is “In person”" })
  await ask("I stay overnight", "A box to tick", { when: "Only if “How do you take part?” is “In person”" })
  await ask("Until which day?", "A day", { least: "2027-03-01", most: "2027-03-31", isRequired: true, when: "Only if “I stay overnight” is ticked" })
  await page.getByText("Saved.").waitFor()
}

const registerButton = (visitor: Page) => visitor.getByRole("button", { name: /^Register/ })

test("the desk says when a question is asked, and keeps what others depend on", async () => {
  await askAboutTheJourney()
  const entry = (label: string) => page.getByRole("listitem").filter({ has: page.getByRole("link", { name: label, exact: true }) })
  const words = await entry("How many guests?").textContent()
  expect(words).toContain("A number · required · from 1 to 10 · only if “How do you take part?” is “In person” · nobody has answered yet")
  expect(await entry("How do you take part?").textContent()).toContain("It cannot be removed. “How many guests?” is asked only if")
  await press(entry("How many guests?").getByRole("button", { name: "Move up" }))
  expect(await page.getByRole("alert").textContent()).toContain(
    "“How many guests?” cannot stand higher: it is asked only if “How do you take part?” is “In person”",
  )
  await press(page.getByRole("link", { name: "How do you take part?", exact: true }))
  await page.getByLabel("Choices").fill("Online\nOn paper")
  await press(page.getByRole("button", { name: "Save the question" }))
  expect(await page.getByRole("alert").textContent()).toContain("“How many guests?” is asked only if “How do you take part?” is “In person”.")
  expect(await page.getByLabel("Choices").inputValue()).toBe("Online\nOn paper")
  await page.goto(`${desk}/questions`)
  await press(page.getByRole("link", { name: "Until which day?", exact: true }))
  expect(await page.getByLabel("When it is asked").locator("option:checked").textContent()).toBe("Only if “I stay overnight” is ticked")
  expect(await page.getByLabel("Earliest day").inputValue()).toBe("2027-03-01")
  await press(page.getByRole("button", { name: "Save the question" }))
  await page.getByText("Saved.").waitFor()
  expect(complaints).toEqual([])
})

test.each([true, false])("questions that an answer makes asked are hidden until then, and required from then on (JavaScript: %s)", async (javaScript) => {
  const email = `journey-${javaScript}@example.org`
  const { page: visitor, complaints } = await openBrowser({ javaScript, width: 390 })
  await visitor.goto(event.url)
  const [guests, stays, until] = [visitor.getByLabel("How many guests?"), visitor.getByLabel("I stay overnight"), visitor.getByLabel("Until which day?")]
  const shown = async () => Promise.all([guests, stays, until].map((field) => field.isVisible()))
  expect(await shown()).toEqual([false, false, false])
  expect(await visitor.getByRole("textbox", { name: "How many guests?" }).count()).toBe(0)
  await visitor.getByLabel("In person").check()
  expect(await shown()).toEqual([true, true, false])
  await stays.check()
  expect(await shown()).toEqual([true, true, true])
  if (javaScript) expect(await look(visitor)).toEqual({ violations: [], tooWide: false })
  await visitor.getByLabel("Online").check()
  expect(await shown()).toEqual([false, false, false])
  await visitor.getByLabel("In person").check()
  await guests.fill("eleven")

  await fillAndRegister(visitor, { name: "Ada Example", email })
  expect(await visitor.getByRole("alert").getByRole("link").allTextContents()).toEqual(["Enter a number from 1 to 10, like 3", "Answer “Until which day?”"])
  expect(await guests.inputValue()).toBe("eleven")
  const hint = "Only if you chose “In person” above. A number from 1 to 10."
  expect(await visitor.getByText(hint, { exact: true }).isVisible()).toBe(true)
  await guests.fill("2,5")
  await until.fill("2027-03-04")
  await press(registerButton(visitor))
  await visitor.getByRole("heading", { name: "Check your email" }).waitFor()
  const person = await findPerson(email)
  expect(Object.values(person?.answers ?? {})).toEqual(expect.arrayContaining(["In person", "2.5", true, "2027-03-04"]))

  await page.goto(`${desk}/registrants/${person?.id}`)
  const story = await page.getByRole("main").textContent()
  for (const words of ["How many guests?2.5", "Until which day?2027-03-04"]) expect(story).toContain(words)
  expect(complaints).toEqual([])
})

test("half a day in a field that is hidden again stops nobody, and what was typed there is dropped", async () => {
  const { page: visitor } = await openBrowser()
  await visitor.goto(event.url)
  await visitor.getByLabel("In person").check()
  await visitor.getByLabel("How many guests?").fill("many")
  await visitor.getByLabel("I stay overnight").check()
  await visitor.getByLabel("Until which day?").focus()
  await visitor.keyboard.type("04")
  await visitor.getByLabel("Online").check()
  await fillAndRegister(visitor, { name: "Grace Example", email: "online@example.org" })
  await visitor.getByRole("heading", { name: "Check your email" }).waitFor()
  expect(Object.values((await findPerson("online@example.org"))?.answers ?? {})).toEqual(["Online"])
})

test("a browser that cannot hide shows all of them, each with whom it is for", async () => {
  const { page: visitor } = await openBrowser({ javaScript: false })
  await visitor.route(event.url, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replaceAll(":has(", ":of-another-time(") })
  })
  await visitor.goto(event.url)
  await visitor.getByText("Only if you ticked “I stay overnight” above.").waitFor()
  await visitor.getByLabel("How many guests?").fill("3")
  await visitor.getByLabel("Online").check()
  await fillAndRegister(visitor, { name: "Joan Example", email: "old-browser@example.org" })
  await visitor.getByRole("heading", { name: "Check your email" }).waitFor()
  expect(Object.values((await findPerson("old-browser@example.org"))?.answers ?? {})).toEqual(["Online"])
})

test("numbers and days are in the list's file and in the event's numbers", async () => {
  await page.goto(`${desk}/registrants`)
  const file = await page.request.get(`${desk}/registrants/export`)
  const csv = await file.text()
  expect(csv).toContain(`"How many guests?","I stay overnight","Until which day?"`)
  expect(csv).toMatch(/journey-true@example\.org.*In person.*2\.5.*yes.*2027-03-04/)
  await page.goto(`${desk}/numbers`)
  const numbers = await page.getByRole("main").textContent()
  for (const words of ["How many guests?2 people answered.Least2.5Most2.5Mean2.5All together5", "2 people answered. Each column is a day."])
    expect(numbers).toContain(words)
})
