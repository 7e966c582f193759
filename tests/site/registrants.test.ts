import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { parse } from "csv-parse/sync"
import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { openBrowser, openOrganiser, press } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { temporaryFolder } from "../support/folders"
import { post } from "../support/posts"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// An organiser keeps the list: finds people, acts on many, adds and imports, takes files away. Nobody needs JavaScript.

let site: Site
let event: OwnEvent
let desk = ""
let page: Page
let complaints: string[] = []

beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
  desk = event.desk
  for (const number of Array.from({ length: 60 }, (_, index) => index + 1))
    await event.register(`person${number}@registrants.example`, { name: `Person ${number}`, organisation: number % 10 === 0 ? "Union" : "" })
  await site.idle(event.id)
  ;({ page, complaints } = await openOrganiser(site))
})

const rows = () => page.getByRole("table").getByRole("row").count()
const status = () => page.getByRole("status").textContent()
const tab = async (name: string) => (await page.getByRole("navigation", { name: "Status" }).getByRole("link", { name }).textContent())?.trim()

test("the address holds tab, search and columns, and the pages follow each other", async () => {
  await page.goto(`${desk}/registrants`)
  expect(await tab("Registered")).toBe("Registered 60")
  expect(await rows()).toBe(51)
  await press(page.getByRole("link", { name: "Next page" }))
  expect(await rows()).toBe(11)
  await press(page.getByRole("link", { name: "Newest" }))
  expect(await rows()).toBe(51)
  await page.getByLabel("Search").fill("union")
  await page.getByText("Columns", { exact: true }).click()
  await page.getByLabel("Organisation").check()
  await page.getByLabel("Joining details").uncheck()
  await press(page.getByRole("button", { name: "Search" }))
  expect(await page.getByText("6 people fit the search.").count()).toBe(1)
  expect(await page.getByRole("columnheader").allTextContents()).toEqual(["Name", "Email", "Organisation", "Registered", "Confirmation", "Joined", "More"])
  await page.goto(page.url())
  expect(await rows()).toBe(7)
})

test("the files hold what the address says", async () => {
  for (const [name, ending] of [
    ["Download CSV", "csv"],
    ["Download XLSX", "xlsx"],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()])
    expect(download.suggestedFilename()).toMatch(new RegExp(`^${event.slug}-registrants-\\d{8}\\.${ending}$`))
    const file = readFileSync(await download.path())
    if (ending === "xlsx") expect(file.subarray(0, 2).toString()).toBe("PK")
    else expect(parse(file, { bom: true })).toHaveLength(7)
  }
  await press(page.getByRole("link", { name: "Print" }))
  expect(await rows()).toBe(7)
})

test("many are cancelled and restored at one press after one question, which is asked again when the list has changed", async () => {
  await page.goto(`${desk}/registrants?search=union`)
  await page.getByLabel("All 6 that match").check()
  await press(page.getByRole("button", { name: "Cancel registration …" }))
  expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe("Cancel the places of 6 people?")
  await event.register("late@registrants.example", { name: "Late", organisation: "Union" })
  await press(page.getByRole("button", { name: "Cancel the places of 6 people" }))
  expect(await page.getByText("Nothing is done yet").textContent()).toContain("7 people now")
  await press(page.getByRole("button", { name: "Cancel the places of 7 people" }))
  expect(await status()).toContain("The places of 7 people are cancelled.")
  const { subject, text } = await site.waitForMail((mail) => mail.to === "late@registrants.example" && mail.subject.includes("cancelled"))
  expect(subject).toMatch(/^Your place is cancelled: /)
  const own = /http\S+\/attend\/[\w-]{44}/.exec(text)?.[0] ?? ""
  expect(await (await fetch(own)).text()).toContain("The organisers have cancelled it.")
  await post(`${own}/restore`, {})
  expect(await event.find("late@registrants.example", "status")).toEqual([{ status: "cancelled" }])
  await page.goto(`${desk}/registrants?tab=cancelled`)
  for (const name of ["Person 10", "Person 20"]) await page.getByLabel(`Choose ${name}`).check()
  await press(page.getByRole("button", { name: "Restore …" }))
  expect(await page.getByRole("listitem").allTextContents()).toEqual(["Person 20, person20@registrants.example", "Person 10, person10@registrants.example"])
  await press(page.getByRole("button", { name: "Restore 2 people" }))
  expect(await status()).toContain("2 people are back on the list.")
  // On a busy machine counting takes long, and what was counted is shown for some seconds more.
  const cancelled = async () => {
    await page.reload()
    return tab("Cancelled")
  }
  await expect.poll(cancelled, { timeout: 30_000 }).toBe("Cancelled 5")
})

test("what can be done with one person is in their row too, the personal link to copy where the browser can", async () => {
  const { page: own, context } = await openBrowser()
  await context.addCookies(await page.context().cookies())
  await context.grantPermissions(["clipboard-read", "clipboard-write"])
  await own.goto(`${desk}/registrants?search=person7@`)
  await own.getByText("More about Person 7").click()
  await own.getByRole("button", { name: "Copy personal link" }).click()
  await own.getByRole("button", { name: "Copied" }).waitFor()
  expect(await own.evaluate<string>("navigator.clipboard.readText()")).toMatch(/\/attend\/[\w-]{44}$/)
  await press(own.getByRole("link", { name: "Cancel registration …" }))
  expect(await own.getByRole("heading", { level: 2 }).textContent()).toBe("Cancel the place of 1 person?")
  await context.close()
})

test("one person is noted, mailed again, and erased", async () => {
  await page.goto(`${desk}/registrants?search=person33`)
  await press(page.getByRole("link", { name: "Person 33" }))
  await page.getByText("Change name, organisation or note").click()
  await page.getByLabel("Full name").fill("")
  await page.getByLabel("Note").fill("Needs captions.")
  await page.locator("form", { has: page.getByLabel("Note") }).evaluate((form) => form.setAttribute("novalidate", ""))
  await press(page.getByRole("button", { name: "Save" }))
  expect(await page.getByRole("alert").textContent()).toContain("Enter your full name")
  expect(await page.getByLabel("Note").inputValue()).toBe("Needs captions.")
  await page.getByLabel("Full name").fill("Person Thirty-three")
  await press(page.getByRole("button", { name: "Save" }))
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("Person Thirty-three")
  expect(await page.getByText("Needs captions.").count()).toBeGreaterThan(0)
  const link = await page.getByText(/^http\S+\/attend\/[\w-]{44}$/).textContent()
  expect((await fetch(link ?? "")).status).toBe(200)
  await press(page.getByRole("link", { name: "Send again …" }))
  await press(page.getByRole("button", { name: "Mail 1 person again" }))
  expect(await status()).toContain("1 person will be mailed again in a moment.")
  await site.waitForMail((mail) => mail.to === "person33@registrants.example" && mail.text.includes("Dear Person Thirty-three"))
  await press(page.getByRole("link", { name: "Erase …" }))
  await press(page.getByRole("button", { name: "Erase 1 person for good" }))
  expect(await status()).toContain("1 person is erased.")
  expect(await (await fetch(link ?? "")).text()).not.toContain("Thirty-three")
  expect(await event.find("person33@registrants.example")).toEqual([])
})

test("somebody is added by hand, and whoever was there already is shown", async () => {
  await page.goto(`${desk}/registrants`)
  await press(page.getByRole("link", { name: "Add somebody" }))
  await page.getByLabel("Full name").fill("Grace Example")
  await page.getByLabel("Email").fill("grace.registrants.example")
  await press(page.getByRole("button", { name: "Add and mail them" }))
  expect(await page.getByRole("alert").textContent()).toContain("Enter an email address in the correct format")
  await page.getByLabel("Email").fill("grace@registrants.example")
  await press(page.getByRole("button", { name: "Add and mail them" }))
  expect(await status()).toContain("Added, as the status below says.")
  await site.waitForMail((mail) => mail.to === "grace@registrants.example" && mail.subject.startsWith("Registered: "))
  await page.goto(`${desk}/registrants/new`)
  await page.getByLabel("Full name").fill("Grace Again")
  await page.getByLabel("Email").fill("GRACE@registrants.example")
  await press(page.getByRole("button", { name: "Add and mail them" }))
  expect(await status()).toContain("This address was on the list already")
})

test("a list is imported after a look at each line; the same file once more does nothing", async () => {
  const file = path.join(await temporaryFolder(), "colleagues.csv")
  writeFileSync(file, "Name;E-mail;Institution\nZoë Müller;zoe@registrants.example;Union\nPerson 1;PERSON1@registrants.example;\nNobody;nowhere;\n")
  const upload = async () => {
    await page.goto(`${desk}/registrants/import`)
    await page.getByLabel("List").setInputFiles(file)
    await press(page.getByRole("button", { name: "Look at the list" }))
  }
  await upload()
  expect(await page.getByRole("listitem").allTextContents()).toEqual(["1 will be registered", "1 on the list already: left as they are", "1 cannot be read"])
  expect((await page.getByRole("table").getByRole("row").nth(1).getByRole("cell").allTextContents()).map((text) => text.trim())).toEqual([
    "Nobody, nowhere,",
    "4",
    "Enter an email address in the correct format, like name@example.com",
  ])
  await press(page.getByRole("button", { name: "Leave out 1 line and bring in 1 person" }))
  expect(await status()).toContain("“colleagues.csv” was imported")
  const { text } = await site.waitForMail((mail) => mail.to === "zoe@registrants.example")
  expect(text).toContain("Zoë Müller")
  await upload()
  expect(await page.getByText("Nobody would be registered.").count()).toBe(1)
  writeFileSync(file, "no columns here")
  await upload()
  expect(await page.getByRole("alert").textContent()).toContain("Name the columns in the first line, in English")
  expect(complaints).toEqual([])
})

test("files that nobody reads hold no connection: more of them than may be written at once, and the next is there all the same", async () => {
  const file = `${desk}/registrants/export`
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ")
  for (let round = 0; round < 4; round += 1) {
    const head = await fetch(file, { method: "HEAD", headers: { cookie } })
    expect([head.status, head.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"])
  }
  // Some of them end before the answer begins, and some in the middle of it.
  const leave = (ms: number) => fetch(file, { headers: { cookie }, signal: AbortSignal.timeout(ms) }).then((answer) => answer.text())
  for (const ms of [1, 2, 5, 10, 20, 40]) await leave(ms).catch(String)
  const answer = await fetch(file, { headers: { cookie } })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain("person1@registrants.example")
})

test("who saves what somebody else has changed meanwhile sees both, and nothing of theirs is lost", async () => {
  const other = await page.context().newPage()
  await page.goto(`${desk}/registrants?search=person41@`)
  await press(page.getByRole("link", { name: "Person 41" }))
  await other.goto(page.url())
  const note = async (own: Page, words: string, organisation?: string) => {
    const summary = own.getByText("Change name, organisation or note")
    if (!(await own.getByLabel("Note").isVisible())) await summary.click()
    await own.getByLabel("Note").fill(words)
    if (organisation) await own.getByLabel("Organisation").fill(organisation)
    await press(own.getByRole("button", { name: "Save", exact: true }))
  }
  await note(other, "Paid", "City College")
  await note(page, "Has not paid")
  expect(await page.getByRole("alert").textContent()).toContain("It differs here:Note, savedPaidNote, yoursHas not paid")
  expect(await page.getByLabel("Note").inputValue()).toBe("Has not paid")
  await note(page, "Paid in part")
  expect(await event.find("person41@registrants.example", "note, organisation")).toEqual([{ note: "Paid in part", organisation: "City College" }])

  for (const own of [page, other]) await own.goto(`${desk}/join-details`)
  const save = async (own: Page, fields: Record<string, string>) => {
    for (const [label, value] of Object.entries(fields)) await own.getByRole("textbox", { name: new RegExp(`^${label}`) }).fill(value)
    await press(own.getByRole("button", { name: "Save link and passcode" }))
    if (await own.getByLabel("It is right all the same").count()) {
      await own.getByLabel("It is right all the same").check()
      await press(own.getByRole("button", { name: "Save link and passcode" }))
    }
  }
  await save(other, { Link: "https://webinar.example/j/2" })
  expect(await other.getByRole("status").textContent()).toContain("Saved as version")
  await save(page, { Link: "https://webinar.example/j/1", Passcode: "482913" })
  expect(await page.getByRole("alert").first().textContent()).toContain("Link, savedhttps://webinar.example/j/2")
  expect(await page.getByLabel("Passcode").inputValue()).toBe("482913")
  await save(page, { Link: "https://webinar.example/j/2" })
  expect(await page.getByRole("status").textContent()).toContain("Saved as version")
  const saved = await sql(await site.databaseUrl(), `select "joinUrl", passcode from "Event" where id = $1`, [event.id])
  expect(saved).toEqual([{ joinUrl: "https://webinar.example/j/2", passcode: "482913" }])
  await other.close()
})
