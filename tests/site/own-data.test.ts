import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { openBrowser, press } from "../support/browser"
import { dumpDatabase } from "../support/dump"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { keyboardOf } from "../support/keyboard"
import { post } from "../support/posts"
import { openSite, type Site } from "../support/site"
import { until } from "../support/until"

// Somebody loses their link, asks for it, changes their details and their address, reads what is held about them, and deletes it.

let site: Site
let event: OwnEvent
const questions = [
  { id: "11111111-1111-4111-8111-111111111111", kind: "line", label: "Job title", hint: "", required: true, choices: [] },
  { id: "22222222-2222-4222-8222-222222222222", kind: "any", label: "Which parts?", hint: "", required: false, choices: ["Talks", "Dinner"] },
  { id: "33333333-3333-4333-8333-333333333333", kind: "tick", label: "I agree to be polite", hint: "", required: false, choices: [] },
]

beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site, { questions })
})

const register = (email: string) => event.register(email, { organisation: "Somewhere", [`q.${questions[0]?.id}`]: "Countess", updates: "yes" })
const linkIn = ({ text }: { text: string }) => /http\S+\/(attend|address)\/[\w-]{44}/.exec(text)?.[0] ?? ""
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor()

describe.each([
  ["without JavaScript", false],
  ["with JavaScript", true],
])("one person, %s,", (_, javaScript) => {
  const [old, changed] = [`ada-${javaScript}@own-data.example`, `new-${javaScript}@own-data.example`]

  test("finds the link again, changes details and address, reads what is held, and is gone", async () => {
    await register(old)
    await site.mailTo(old, "Registered")
    const { page, context, complaints } = await openBrowser({ javaScript, width: 390 })

    await page.goto(event.url)
    await page.getByRole("link", { name: "Lost your link?" }).click()
    await heading(page, "Lost your link?")
    if (!javaScript) {
      // A browser that checks nothing.
      await page.evaluate(`document.querySelector("form").noValidate = true`)
      await page.getByLabel("Email").fill("ada@example")
      await press(page.getByRole("button", { name: "Send me my link" }))
      expect(await page.getByRole("alert").textContent()).toContain("Enter an email address in the correct format")
      expect(await page.title()).toBe("Error: Lost your link?")
      expect(await page.getByLabel("Email").inputValue()).toBe("ada@example")
    }
    await page.getByLabel("Email").fill(old.toUpperCase())
    await page.getByRole("button", { name: "Send me my link" }).click()
    await heading(page, "Check your email")
    expect(page.url()).toBe(`${event.url}/lost-link/asked`)
    const own = linkIn(await site.mailTo(old, "Your personal link"))

    const answer = await page.goto(`${own}/change`)
    expect(answer?.headers()["cache-control"]).toContain("no-store")
    expect(answer?.headers()["x-robots-tag"]).toBe("noindex")
    expect(await page.getByLabel("Full name").inputValue()).toBe("Ada Example")
    expect(await page.getByLabel("Job title").inputValue()).toBe("Countess")
    expect(await page.getByLabel(/^Tell me about later/).isChecked()).toBe(true)
    await page.evaluate(`document.querySelector("form").noValidate = true`)
    await page.getByLabel("Full name").fill("")
    await page.getByLabel("Job title").fill("")
    await page.getByLabel("Dinner").check()
    await page.getByRole("button", { name: "Save my details" }).click()
    await page.waitForURL(/draft=/)
    expect(await page.getByRole("alert").getByRole("link").allTextContents()).toEqual(["Enter your full name", "Answer “Job title”"])
    expect(await page.title()).toBe("Error: Change your details")
    expect(await page.getByLabel("Dinner").isChecked()).toBe(true)
    expect(page.url()).not.toContain("Ada")
    await page.getByLabel("Full name").fill("Ada Lovelace-Byron")
    await page.getByLabel("Job title").fill("Programmer")
    await page.getByLabel("Email").fill(changed)
    await page.getByLabel(/^Tell me about later/).uncheck()
    await page.getByRole("button", { name: "Save my details" }).click()
    await page.getByText("Saved. This is what we hold").waitFor()
    expect(await page.getByLabel("Full name").inputValue()).toBe("Ada Lovelace-Byron")
    expect(await page.getByLabel("Email").inputValue()).toBe(old)
    expect(await page.getByLabel("Dinner").isChecked()).toBe(true)
    expect(await page.getByRole("main").textContent()).toContain(`We have sent a mail to ${changed}: open it and press the button.`)
    await site.mailTo(old, "Your details have changed")

    await page.goto(linkIn(await site.mailTo(changed, "Confirm your new address")))
    const proof = page.url()
    await page.getByRole("button", { name: "Use this address" }).click()
    await page.waitForURL(/\/attend\//)
    const renewed = page.url()
    expect(renewed).not.toBe(own)
    expect((await fetch(own)).status).toBe(404)
    expect((await site.mailTo(old, "Your address was changed")).text.replace(/\s+/g, " ")).toContain(changed)
    expect(linkIn(await site.mailTo(changed, "Registered"))).toBe(renewed)
    await page.goto(proof)
    await page.getByText("This address is confirmed.").waitFor()
    await page.goto(own)
    await page.getByText("open the page of the session and choose “Lost your link?”.").waitFor()

    await page.goto(`${renewed}/data`)
    const held = await page.getByRole("main").textContent()
    for (const words of ["Ada Lovelace-Byron", changed, old, "Job titleProgrammer", "Dinner", "Lost link", "Address changed", "no"])
      expect(held).toContain(words)
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "download this as a file" }).click()])
    expect(download.suggestedFilename()).toBe(`${event.slug}-what-we-hold.json`)
    const file = JSON.parse(await readFile(await download.path(), "utf8"))
    expect(file).toMatchObject({ registration: { name: "Ada Lovelace-Byron", email: changed, updates: false }, addressChanges: [{ from: old, to: changed }] })
    expect(file.letters.length).toBeGreaterThan(5)

    await page.evaluate(`document.querySelector("#erase").noValidate = true`)
    await press(page.getByRole("button", { name: "Delete it" }))
    await page.getByRole("link", { name: "Tick the box to delete everything" }).waitFor()
    expect(await page.title()).toBe("Error: What we hold about you")
    await page.getByLabel("Delete my registration and everything above").check()
    await page.getByRole("button", { name: "Delete it" }).click()
    await heading(page, "Your data has been deleted")
    expect(page.url()).toBe(`${site.url}/attend/erased`)
    await site.mailTo(changed, "Your data has been deleted")
    for (const address of [renewed, `${renewed}/data`, `${renewed}/change`, `${renewed}/data/download`, proof])
      expect((await fetch(address)).status, address).toBe(404)
    // The row of the last letter holds the address for as long as it is on its way.
    await site.idle(event.id)
    const rows = Object.values(await dumpDatabase(await site.databaseUrl())).flat()
    expect(rows.filter((row) => [old, changed, "Lovelace-Byron"].some((word) => row.includes(word)))).toEqual([])
    expect(await context.cookies()).toEqual([])
    expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([])
  })
})

test("by keyboard alone somebody registers, asks for the link, changes the name, and deletes everything", async () => {
  const { page } = await openBrowser({ javaScript: false })
  const person = keyboardOf(page)
  const email = "keyboard@own-data.example"
  await page.goto(`${event.url}/register`)
  await person.fill("Full name", "Kay Example")
  await person.fill("Email", email)
  await person.fill("Job title", "Typist")
  await person.press("Register (free)")
  await heading(page, "Check your email")
  await site.mailTo(email, "Registered")
  await page.goto(`${event.url}/lost-link`)
  await person.fill("Email", email)
  await person.press("Send me my link")
  const own = linkIn(await site.mailTo(email, "Your personal link"))
  await page.goto(own)
  await person.press("Change your details")
  await person.tabTo("Full name")
  await page.keyboard.press("Control+A")
  await page.keyboard.type("Kay Lovelace")
  await person.press("Save my details")
  expect(await page.getByLabel("Full name").inputValue()).toBe("Kay Lovelace")
  await page.goto(own)
  await person.press("What we hold about you")
  await person.tabTo(/^Delete my registration/)
  await page.keyboard.press("Space")
  await person.press("Delete it")
  await heading(page, "Your data has been deleted")
  expect([...person.unseen]).toEqual([])
})

test("the door of the lost link answers every address alike, and events that nobody can see with 404", async () => {
  await register("known@own-data.example")
  const ask = async (address: string, path = event.slug) => {
    const answer = await post(`${site.url}/events/${path}/lost-link/request`, { email: address })
    return { status: answer.status, location: answer.headers.get("location"), body: await answer.text() }
  }
  const known = await ask("known@own-data.example")
  expect(known).toEqual({ status: 303, location: `/events/${event.slug}/lost-link/asked`, body: "" })
  expect(await ask("unknown@own-data.example")).toEqual(known)
  const draft = await copyDemonstration(site, { status: "draft" })
  for (const path of [draft.slug, "no-such-session"]) {
    expect((await ask("known@own-data.example", path)).status).toBe(404)
    for (const page of ["", "/asked", "/again"]) expect((await fetch(`${site.url}/events/${path}/lost-link${page}`)).status).toBe(404)
  }
})

test("the pages of the lost link are cached, opening anything changes nothing, and another site cannot press the buttons", async () => {
  await register("grace@own-data.example")
  const own = linkIn(await site.mailTo("grace@own-data.example", "Registered"))
  for (const page of ["", "/asked"]) await until(async () => (await fetch(`${event.url}/lost-link${page}`)).headers.get("x-nextjs-cache") === "HIT")
  await post(`${own}/details`, { name: "Grace Example", email: "grace-new@own-data.example", [`q.${questions[0]?.id}`]: "Countess" })
  const proof = linkIn(await site.mailTo("grace-new@own-data.example", "Confirm your new address"))
  await site.idle(event.id)
  const before = await dumpDatabase(await site.databaseUrl(), event.id)
  for (const path of ["change", "data", "data/download"])
    for (const method of ["GET", "HEAD"]) expect((await fetch(`${own}/${path}`, { method })).status).toBe(200)
  for (const path of ["details", "erase"]) expect((await fetch(`${own}/${path}`)).status).toBe(405)
  for (const method of ["GET", "HEAD"]) expect((await fetch(proof, { method })).status).toBe(200)
  expect((await fetch(`${proof}/confirm`)).status).toBe(405)
  const elsewhere = { origin: "https://evil.example" }
  for (const door of [`${own}/details`, `${own}/erase`, `${proof}/confirm`, `${event.url}/lost-link/request`])
    expect((await post(door, { email: "x@own-data.example", name: "x", sure: "yes" }, elsewhere)).status).toBe(403)
  const forged = (link: string) => link.replace(/.$/, (last) => (last === "A" ? "B" : "A"))
  for (const door of [`${forged(own)}/details`, `${forged(own)}/erase`, `${forged(proof)}/confirm`, `${site.url}/address/${own.split("/").at(-1)}/confirm`])
    expect((await post(door, { email: "x@own-data.example", name: "x", sure: "yes" })).status).toBe(404)
  expect(await dumpDatabase(await site.databaseUrl(), event.id)).toEqual(before)
})
