import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { fillAndRegister, openBrowser, sendTest, signIn } from "../support/browser"
import { calendarIn } from "../support/calendar"
import { type Mail, type Site, startSite } from "../support/site"
import { sql } from "../support/sql"

// One event, from the release to its end, in Chromium: after each act the mailbox holds exactly the right letters, and the diary follows.

const slug = "wes-session-repeat"
const people = ["ada@example.org", "ben@example.org", "cleo@example.org"]
let site: Site
let desk: Page
let event = ""
let seen = 0

beforeAll(async () => {
  site = await startSite()
  for (const email of people) await register(email)
  const [row] = await sql<{ id: string }>(await site.databaseUrl(), `select id from "Event" where slug = '${slug}'`)
  event = `${site.url}/admin/events/${row?.id}`
  const organiser = await openBrowser({ javaScript: false })
  desk = organiser.page
  await signIn(desk, site.signInLink())
})

async function register(email: string): Promise<void> {
  const { page, context } = await openBrowser({ javaScript: false })
  await page.goto(`${site.url}/events/${slug}`)
  await fillAndRegister(page, { name: email.split("@")[0] ?? "", email })
  await context.close()
}

const subjectOf = ({ subject }: Mail) => subject.replace(/: .*/s, "")
const linkIn = ({ text }: Mail) => /webinar\.example\/j\/(\d+)/.exec(text)?.[1] ?? "-"

/** The letters that came since the last look, once the ledger has nothing left to send: "ada@example.org Registered -". */
async function newLetters(): Promise<{ words: string[]; mails: Mail[] }> {
  const database = await site.databaseUrl()
  const isQuiet = async () => {
    const [state] = await sql<{ busy: number }>(
      database,
      `select (select count(*) from "Delivery" where state in ('queued', 'sending', 'data'))::int + (select count(*) from "Event" where "nextDueAt" <= now())::int as busy`,
    )
    return state?.busy === 0
  }
  for (let quiet = 0; quiet < 3; await new Promise((resolve) => setTimeout(resolve, 300))) quiet = (await isQuiet()) ? quiet + 1 : 0
  const all = await site.mails()
  const mails = all.slice(seen)
  seen = all.length
  return { mails, words: mails.map((mail) => `${mail.to} ${subjectOf(mail)} ${linkIn(mail)}`).sort() }
}

const to = (email: string, mails: Mail[]) => mails.filter((mail) => mail.to === email)
const entries = async (email: string) => to(email, await site.mails()).flatMap((mail) => calendarIn(mail) ?? [])

async function saveLink(number: number): Promise<void> {
  await desk.goto(`${event}/join-details`)
  await desk.getByLabel("Link").fill(`https://webinar.example/j/${number}`)
  await desk.getByLabel("Passcode").fill(`pass ${number}`)
  await desk.getByRole("button", { name: "Save link and passcode" }).click()
  await desk.goto(`${event}/send`)
}

test("before the release everybody has a confirmation without a link, and the session in the diary", async () => {
  const { words } = await newLetters()
  expect(words).toEqual(people.map((email) => `${email} Registered -`))
  expect(await entries("ada@example.org")).toMatchObject([{ method: "REQUEST", status: "CONFIRMED", sequence: 0 }])
})

test("the host's link is asked about before it is saved, and what was typed is still there", async () => {
  await desk.goto(`${event}/join-details`)
  await desk.getByLabel("Link").fill("https://webinar.example/s/1?zak=secret")
  await desk.getByLabel("Passcode").fill("482 913")
  await desk.getByRole("button", { name: "Save link and passcode" }).click()
  await desk.getByText("The link is the one for the host").waitFor()
  expect(await desk.getByLabel("Passcode").inputValue()).toBe("482 913")
  const database = await site.databaseUrl()
  expect(await sql(database, `select "joinVersion" from "Event" where slug = '${slug}'`)).toEqual([{ joinVersion: 0 }])
  await desk.getByLabel("It is right all the same").check()
  await desk.getByRole("button", { name: "Save link and passcode" }).click()
  await desk.getByText("Saved as version 1").waitFor()
  await sql(database, `update "Event" set "joinVersion" = 0, "joinUrl" = null where slug = '${slug}'`)
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
  await desk.getByRole("button", { name: "Yes, send to 3 people" }).click()
  const { words, mails } = await newLetters()
  expect(words).toEqual(people.map((email) => `${email} Your joining link 1`))

  const received = to(`${chosen}@example.org`, mails)[0]
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
  await register("late@example.org")
  const { words } = await newLetters()
  expect(words).toEqual(["late@example.org Registered 1"])
})

test("a new link is told to everyone who holds the old one, and pressing twice in two tabs tells nobody twice", async () => {
  await saveLink(2)
  expect((await newLetters()).words).toEqual([])
  const second = await desk.context().newPage()
  await second.goto(`${event}/send`)
  for (const tab of [desk, second]) {
    await tab.getByText("Tell 4 people", { exact: true }).click()
    await tab.getByRole("button", { name: "Yes, send to 4 people" }).click()
  }
  await second.close()
  const { words } = await newLetters()
  expect(words).toEqual([...people, "late@example.org"].sort().map((email) => `${email} New joining link 2`))
  await desk.goto(`${event}/send`)
  expect(await desk.locator(".sum div").allTextContents()).toEqual(["4sent", "0waiting", "0failed", "0withheld", "4registered, adds up"])
})

test("a move is told to everyone with the link, and the diary entry moves under the same UID", async () => {
  const [before] = await entries("ada@example.org")
  await desk.goto(`${event}/changes`)
  const later = new Date((before?.start.getTime() ?? 0) + 7 * 86_400_000).toISOString().slice(0, 10)
  await desk.getByLabel("Day", { exact: true }).fill(later)
  await desk.getByLabel("4 people will be told the new time by mail.").check()
  await desk.getByRole("button", { name: "Move the event" }).click()
  await desk.getByText("Everyone who knew the old time is told now").waitFor()
  const { words } = await newLetters()
  expect(words).toEqual([...people, "late@example.org"].sort().map((email) => `${email} Moved 2`))
  const after = (await entries("ada@example.org")).at(-1)
  expect(after).toMatchObject({ method: "REQUEST", uid: before?.uid })
  expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0)
  expect(after?.start.toISOString().slice(0, 10)).toBe(later)
  const download = await (await fetch(`${site.url}/events/${slug}/calendar.ics`)).text()
  expect(download).toContain(`UID:${before?.uid}`)
  expect(download).toContain(`DTSTART:${later.replaceAll("-", "")}`)
})

test("one person cancels: one letter, and the entry leaves that diary alone", async () => {
  const own = /http\S+\/attend\/[\w-]{44}/.exec(to("ben@example.org", await site.mails())[0]?.text ?? "")?.[0] ?? ""
  const { page } = await openBrowser({ javaScript: false })
  await page.goto(own)
  await page.getByRole("button", { name: "Cancel my place" }).click()
  const { words } = await newLetters()
  expect(words).toEqual(["ben@example.org You have cancelled -"])
  expect((await entries("ben@example.org")).at(-1)).toMatchObject({ method: "CANCEL", status: "CANCELLED" })
  expect((await entries("ada@example.org")).at(-1)).toMatchObject({ method: "REQUEST" })
})

test("the event is cancelled: everyone else is told, the entry leaves their diaries, and the page of each person says so", async () => {
  await desk.goto(`${event}/changes`)
  await desk.getByText("Cancel the event", { exact: true }).click()
  await desk.getByRole("button", { name: "Yes, cancel the event" }).click()
  await desk.getByText("Everyone who had a place").waitFor()
  const { words } = await newLetters()
  expect(words).toEqual(["ada@example.org Cancelled -", "cleo@example.org Cancelled -", "late@example.org Cancelled -"])
  const all = await entries("ada@example.org")
  expect(all.at(-1)).toMatchObject({ method: "CANCEL", status: "CANCELLED" })
  expect(new Set(all.map(({ uid }) => uid)).size).toBe(1)
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map(({ sequence }) => sequence).toSorted((a, b) => a - b))
})

test("one person's page on the desk tells the whole story, with the server's words", async () => {
  await desk.goto(`${event}/registrants`)
  await desk.getByRole("link", { name: "ada", exact: true }).click()
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
    `${event}/send/preview`,
    `${event}/send/preview?person=nonsense`,
    `${event}/registrants/nonsense`,
  ])
    expect([path, (await request.get(path)).status()]).toEqual([path, 404])
})

test("a row that somebody deletes by hand raises the alarm on the desk", async () => {
  const database = await site.databaseUrl()
  await sql(database, `update "Event" set status = 'published' where slug = '${slug}'`)
  await newLetters()
  await desk.goto(`${site.url}/admin`)
  expect(await desk.getByText("do not add up").count()).toBe(0)
  await sql(database, `delete from "Delivery" where "joinVersion" = 2 and "registrationId" = (select id from "Registration" where email = 'cleo@example.org')`)
  await desk.reload()
  await desk.getByText("do not add up").waitFor()
  await desk.goto(`${event}/send`)
  await desk.getByText("These numbers do not add up").waitFor()
})
