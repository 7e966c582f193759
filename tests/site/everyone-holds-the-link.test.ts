import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { fillAndRegister, openBrowser, sendTest, signIn } from "../support/browser"
import { calendarIn } from "../support/calendar"
import { copyDemonstration, type OwnEvent } from "../support/event"
import type { Mail } from "../support/mail"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"
import { until } from "../support/until"

// One event, from the release to its end, in Chromium: after each act the mailbox holds exactly the right letters, and the diary follows.

const title = "The link that everyone holds"
const [ada, ben, cleo, late] = ["ada@holders.example", "ben@holders.example", "cleo@holders.example", "late@holders.example"]
const people = [ada, ben, cleo]
let site: Site
let event: OwnEvent
let desk: Page
let seen = 0

beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site, { title })
  for (const email of people) await register(email)
  const organiser = await openBrowser({ javaScript: false })
  desk = organiser.page
  await signIn(desk, site)
})

async function register(email: string): Promise<void> {
  const { page, context } = await openBrowser({ javaScript: false })
  await page.goto(event.url)
  await fillAndRegister(page, { name: email.split("@")[0] ?? "", email })
  await context.close()
}

// What is not of this story was mailed to the organiser for the event of another file.
const isOurs = ({ to, subject }: Mail) => to.endsWith("@holders.example") || subject.includes(title)
const subjectOf = ({ subject }: Mail) => subject.replace(/: .*/s, "")
const linkIn = ({ text }: Mail) => /webinar\.example\/j\/(\d+)/.exec(text)?.[1] ?? "-"

/**
 * The letters that came since the last look, once the ledger has nothing left to send: "ada@holders.example Registered -". Whatever owes them has been
 * answered by then.
 */
async function newLetters(): Promise<{ words: string[]; mails: Mail[] }> {
  await site.idle(event.id)
  const all = (await site.mails()).filter(isOurs)
  const mails = all.slice(seen)
  seen = all.length
  return { mails, words: mails.map((mail) => `${mail.to} ${subjectOf(mail)} ${linkIn(mail)}`).sort() }
}

const to = (email: string, mails: Mail[]) => mails.filter((mail) => mail.to === email)
const entries = async (email: string) => to(email, await site.mails()).flatMap((mail) => calendarIn(mail) ?? [])

/** Presses the button that sends the details, and waits for the page that answers: a tab closed in the middle of a post never says that it is closed. */
async function sendTo(tab: Page, count: number): Promise<void> {
  await Promise.all([tab.waitForNavigation(), tab.getByRole("button", { name: `Yes, send to ${count} people` }).click()])
}

async function saveLink(number: number): Promise<void> {
  await desk.goto(`${event.desk}/join-details`)
  await desk.getByLabel("Link").fill(`https://webinar.example/j/${number}`)
  await desk.getByLabel("Passcode").fill(`pass ${number}`)
  await desk.getByRole("button", { name: "Save link and passcode" }).click()
  await desk.getByText(`Saved as version ${number}`).waitFor()
  await desk.goto(`${event.desk}/send`)
}

test("before the release everybody has a confirmation without a link, and the session in the diary", async () => {
  const { words } = await newLetters()
  expect(words).toEqual(people.map((email) => `${email} Registered -`))
  expect(await entries(ada)).toMatchObject([{ method: "REQUEST", status: "CONFIRMED", sequence: 0 }])
})

test("the host's link is asked about before it is saved, and what was typed is still there", async () => {
  await desk.goto(`${event.desk}/join-details`)
  await desk.getByLabel("Link").fill("https://webinar.example/s/1?zak=secret")
  await desk.getByLabel("Passcode").fill("482 913")
  await desk.getByRole("button", { name: "Save link and passcode" }).click()
  await desk.getByText("The link is the one for the host").waitFor()
  expect(await desk.getByLabel("Passcode").inputValue()).toBe("482 913")
  expect(await sql(await site.databaseUrl(), `select "joinVersion" from "Event" where id = $1`, [event.id])).toEqual([{ joinVersion: 0 }])
  await desk.getByLabel("It is right all the same").check()
  await desk.getByRole("button", { name: "Save link and passcode" }).click()
  await desk.getByText("Saved as version 1").waitFor()
  await event.change(`"joinVersion" = 0, "joinUrl" = null`)
})

test("the button is not there before a test has gone", async () => {
  await saveLink(1)
  await desk.getByText("Send a test to yourself first").waitFor()
  expect(await desk.getByText("Send to 3 people").count()).toBe(0)
  await sendTest(desk)
  const { words, mails } = await newLetters()
  expect(words).toEqual(["organiser@localhost Test 1"])
  expect(mails[0]?.text).toContain("pass 1")
})

test("what the preview shows is what arrives, byte for byte apart from date and boundary", async () => {
  const source = await desk.getByRole("link", { name: "Save it as it will leave" }).getAttribute("href")
  const chosen = (await desk.locator("#person option:checked").textContent())?.split(" ")[0]
  const shown = await desk.frameLocator("iframe.letter").locator("body").textContent()
  const preview = await (await desk.context().request.get(`${site.url}${source}`)).text()

  await desk.getByText("Send to 3 people", { exact: true }).click()
  await sendTo(desk, 3)
  const { words, mails } = await newLetters()
  expect(words).toEqual(people.map((email) => `${email} Your joining link 1`))

  const received = to(`${chosen}@holders.example`, mails)[0]
  expect(withoutDateAndBoundary(preview)).toBe(withoutDateAndBoundary(received?.raw ?? ""))
  for (const fact of ["https://webinar.example/j/1", "pass 1", `Dear ${chosen}`]) expect(shown).toContain(fact)
  expect(withoutDateAndBoundary(preview.replace("pass 1", "pass 2"))).not.toBe(withoutDateAndBoundary(received?.raw ?? ""))
})

/** The mailbox's own trace on top, the date, the boundaries and the end of the file are no part of what was written. */
function withoutDateAndBoundary(raw: string): string {
  return raw
    .replace(/\r\n/g, "\n")
    .replace(/^(Received|Return-Path|Delivered-To):.*\n([ \t].*\n)*/gm, "")
    .replace(/^Date: .*$/m, "Date:")
    .replace(/--_NmP-[\w-]+/g, "boundary")
    .trimEnd()
}

test("who registers late has the link in the confirmation, and no second letter", async () => {
  await register(late)
  const { words } = await newLetters()
  expect(words).toEqual([`${late} Registered 1`])
})

test("a new link is told to everyone who holds the old one, and pressing twice in two tabs tells nobody twice", async () => {
  await saveLink(2)
  expect((await newLetters()).words).toEqual([])
  const second = await desk.context().newPage()
  await second.goto(`${event.desk}/send`)
  for (const tab of [desk, second]) await tab.getByText("Tell 4 people", { exact: true }).click()
  await Promise.all([sendTo(desk, 4), sendTo(second, 4)])
  await second.close()
  const { words } = await newLetters()
  expect(words).toEqual([...people, late].sort().map((email) => `${email} New joining link 2`))
  await desk.goto(`${event.desk}/send`)
  expect(await desk.locator(".sum div").allTextContents()).toEqual(["4sent", "0waiting", "0failed", "0withheld", "4registered, adds up"])
})

test("a move is told to everyone with the link, and the diary entry moves under the same UID", async () => {
  const [before] = await entries(ada)
  await desk.goto(`${event.desk}/changes`)
  const later = new Date((before?.start.getTime() ?? 0) + 7 * 86_400_000).toISOString().slice(0, 10)
  await desk.getByLabel("Day", { exact: true }).fill(later)
  await desk.getByLabel("4 people will be told the new time by mail.").check()
  await desk.getByRole("button", { name: "Move the event" }).click()
  await desk.getByText("Everyone who knew the old time is told now").waitFor()
  const { words } = await newLetters()
  expect(words).toEqual([...people, late].sort().map((email) => `${email} Moved 2`))
  const after = (await entries(ada)).at(-1)
  expect(after).toMatchObject({ method: "REQUEST", uid: before?.uid })
  expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0)
  expect(after?.start.toISOString().slice(0, 10)).toBe(later)
  const download = await (await fetch(`${event.url}/calendar.ics`)).text()
  expect(download).toContain(`UID:${before?.uid}`)
  expect(download).toContain(`DTSTART:${later.replaceAll("-", "")}`)
})

test("one person cancels: one letter, and the entry leaves that diary alone", async () => {
  const own = /http\S+\/attend\/[\w-]{44}/.exec(to(ben, await site.mails())[0]?.text ?? "")?.[0] ?? ""
  const { page } = await openBrowser({ javaScript: false })
  await page.goto(own)
  await page.getByRole("button", { name: "Cancel my place" }).click()
  await page.getByText("Somebody else can have the place").waitFor()
  const { words } = await newLetters()
  expect(words).toEqual([`${ben} You have cancelled -`])
  expect((await entries(ben)).at(-1)).toMatchObject({ method: "CANCEL", status: "CANCELLED" })
  expect((await entries(ada)).at(-1)).toMatchObject({ method: "REQUEST" })
})

test("the event is cancelled: everyone else is told, the entry leaves their diaries, and the page of each person says so", async () => {
  await desk.goto(`${event.desk}/changes`)
  await desk.getByText("Cancel the event", { exact: true }).click()
  await desk.getByRole("button", { name: "Yes, cancel the event" }).click()
  await desk.getByText("Everyone who had a place").waitFor()
  const { words } = await newLetters()
  expect(words).toEqual([ada, cleo, late].map((email) => `${email} Cancelled -`))
  const all = await entries(ada)
  expect(all.at(-1)).toMatchObject({ method: "CANCEL", status: "CANCELLED" })
  expect(new Set(all.map(({ uid }) => uid)).size).toBe(1)
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map(({ sequence }) => sequence).toSorted((a, b) => a - b))
})

test("one person's page on the desk tells the whole story, with the server's words", async () => {
  await desk.goto(`${event.desk}/registrants`)
  await desk.getByRole("link", { name: "ada", exact: true }).click()
  // The list that the link stands in is a table too.
  await desk.waitForURL(/\/registrants\/[0-9a-f-]{36}$/)
  expect(await desk.locator("tbody tr td:first-child").allInnerTexts()).toEqual([
    "Confirmation",
    "Joining details\nwith version 1 of the link",
    "Joining details\nwith version 2 of the link",
    "Moved\nwith version 2 of the link",
    "Event cancelled",
  ])
  expect(await desk.getByText(/^250 /).count()).toBe(5)
})

test("addresses that lead nowhere say so", async () => {
  const request = desk.context().request
  for (const path of [
    `${site.url}/admin/events/nonsense/changes`,
    `${event.desk}/send/preview`,
    `${event.desk}/send/preview?person=nonsense`,
    `${event.desk}/registrants/nonsense`,
  ])
    expect([path, (await request.get(path)).status()]).toEqual([path, 404])
})

test("a row that somebody deletes by hand raises the alarm on the desk", async () => {
  await event.change(`status = 'published'`)
  await newLetters()
  await desk.goto(`${site.url}/admin`)
  expect(await desk.getByText(`The numbers of “${title}” do not add up`).count()).toBe(0)
  const person = `(select id from "Registration" where "eventId" = $1 and email = $2)`
  const says = async (url: string, words: string) => {
    await desk.goto(url)
    return (await desk.getByText(words).count()) === 1
  }
  // The mailer mends it once in ten minutes. Should that be now, the row is deleted once more.
  await until(async () => {
    await sql(await site.databaseUrl(), `delete from "Delivery" where "joinVersion" = 2 and "registrationId" = ${person}`, [event.id, cleo])
    const isOnHome = await says(`${site.url}/admin`, `The numbers of “${title}” do not add up`)
    return isOnHome && (await says(`${event.desk}/send`, "These numbers do not add up"))
  })
})

// The alarm is nothing to the stories of other files.
afterAll(() => event.change(`status = 'draft'`))
