import { beforeAll, expect, test } from "vitest"
import { openBrowser } from "../support/browser"
import { copyDemonstration, type OwnEvent } from "../support/event"
import type { Mail } from "../support/mail"
import { post } from "../support/posts"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// Reminders and messages come until somebody says that they want none: at the foot of a letter, or with the mail program's own button.

const ada = "ada@mail-choice.example"
let site: Site
let event: OwnEvent
let reminder: Mail
let own = ""
let oneClick = ""

const sentence = "You get no reminders or messages. Joining details come all the same."
/** SQL about the event's own people and letters: $1 is its id. */
const run = async <Row extends object>(statement: string) => sql<Row>(await site.databaseUrl(), statement, [event.id])
const stopped = async () => {
  const [row] = await run<{ stopped: boolean }>(`select "mailStoppedAt" is not null as stopped from "Registration" where "eventId" = $1`)
  return row?.stopped
}
const change = (assignments: string) => run(`update "Registration" set ${assignments} where "eventId" = $1`)
const again = () => change(`"mailStoppedAt" = null`)

beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
  await event.change(`"startsAt" = now() + interval '50 minutes', "endsAt" = now() + interval '3 hours'`)
  await event.register(ada)
  await site.idle(event.id)
  // As if they had registered the day before, else the confirmation is reminder enough.
  const confirmation = `"eventId" = $1 and state = 'sent' and kind = 'confirmation'`
  expect(await run(`update "Delivery" set "sentAt" = "sentAt" - interval '1 day' where ${confirmation} returning id`)).toHaveLength(1)
  // A mailer that was quicker has left it out already.
  await run(`delete from "Delivery" where "eventId" = $1 and kind = 'reminder'`)
  await event.change(`"nextDueAt" = now()`)
  reminder = await site.mailTo(ada, "Starts in")
  own = /http\S+\/attend\/[\w-]{44}/.exec(reminder.text)?.[0] ?? ""
  // The attendee's page lets its forms lead on to this link; the page about mail must not.
  await event.change(`"joinUrl" = 'https://webinar.example/j/1', "joinVersion" = 1`)
  oneClick = /^List-Unsubscribe:\s*<(\S+)>/im.exec(reminder.raw)?.[1] ?? ""
})

test("a person follows the link at the foot of a letter, says no more of these, and changes their mind, without JavaScript", async () => {
  const { page, context, complaints } = await openBrowser({ javaScript: false })
  const link = /No reminders or messages, please\s*<(\S+)>/.exec(reminder.text)?.[1] ?? ""
  expect(link).toBe(`${own}/mail`)
  expect(reminder.html).toContain(`href="${own}/mail"`)
  const answer = await page.goto(link)
  expect(answer?.headers()["cache-control"]).toContain("no-store")
  expect(answer?.headers()["x-robots-tag"]).toBe("noindex")
  expect(answer?.headers()["referrer-policy"]).toBe("same-origin")
  expect(answer?.headers()["content-security-policy"]).toMatch(/; form-action 'self';/)
  expect((await fetch(own)).headers.get("content-security-policy")).toMatch(/; form-action 'self' https:\/\/webinar\.example https:;/)
  expect(await page.getByText("these come unless you would rather not have them").count()).toBe(1)
  expect(await stopped()).toBe(false)
  await page.getByRole("button", { name: "No reminders or messages, please" }).click()
  await page.getByText(sentence).waitFor()
  expect(page.url()).toBe(link)
  expect(await stopped()).toBe(true)
  await page.getByRole("button", { name: "Send me reminders and messages again" }).click()
  await page.getByRole("button", { name: "No reminders or messages, please" }).waitFor()
  expect(await stopped()).toBe(false)
  await page.getByRole("link", { name: "Your place" }).click()
  await page.getByRole("link", { name: "Your mail" }).click()
  await page.waitForURL(link)
  expect(await context.cookies()).toEqual([])
  expect(complaints).toEqual([])
})

test("somebody who has cancelled is not told that letters will come", async () => {
  const { page } = await openBrowser({ javaScript: false })
  await change(`status = 'cancelled'`)
  await page.goto(`${own}/mail`)
  expect(await page.getByRole("heading", { level: 2 }).textContent()).toBe("You have cancelled your place")
  expect(await page.getByText("these come in any case").count()).toBe(0)
  await change(`status = 'registered'`)
})

const urlencoded = () => new URLSearchParams({ "List-Unsubscribe": "One-Click" })
function multipart(): FormData {
  const form = new FormData()
  form.set("List-Unsubscribe", "One-Click")
  return form
}

test.each([
  ["urlencoded, as most do", urlencoded, {}],
  ["as a multipart form", multipart, {}],
  ["from a site of its own", urlencoded, { origin: "https://mail.example", "sec-fetch-site": "cross-site" }],
])("the mail program's own button stops with one post (RFC 8058): %s", async (_, body, headers: Record<string, string>) => {
  await again()
  expect(oneClick).toBe(`${own}/unsubscribe`)
  expect(reminder.raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
  const answer = await fetch(oneClick, { method: "POST", body: body(), headers, redirect: "manual" })
  expect([answer.status, await answer.text()]).toEqual([200, `${sentence}\n`])
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(await stopped()).toBe(true)
})

test("opening any of these addresses changes nothing, however often", async () => {
  await again()
  for (const _ of ["once", "twice"]) {
    for (const method of ["GET", "HEAD"]) {
      const asked = await fetch(oneClick, { method, redirect: "manual" })
      expect([asked.status, asked.headers.get("location")]).toEqual([303, new URL(`${own}/mail`).pathname])
      expect((await fetch(`${own}/mail`, { method })).status).toBe(200)
      expect((await fetch(`${own}/subscribe`, { method })).status).toBe(405)
    }
  }
  expect(await stopped()).toBe(false)
  expect((await post(oneClick, {})).status).toBe(303)
  for (const method of ["GET", "HEAD"]) for (const door of ["unsubscribe", "mail", "subscribe"]) await fetch(`${own}/${door}`, { method })
  expect(await stopped()).toBe(true)
})

test.each([
  ["too large", { body: new URLSearchParams({ "List-Unsubscribe": "x".repeat(9000) }) }, 413],
  ["no form", { body: "{}", headers: { "content-type": "application/json" } }, 415],
  ["a form that is not whole", { body: "--x\r\nnonsense", headers: { "content-type": "multipart/form-data; boundary=x" } }, 400],
])("a post that is %s is refused and stops nothing", async (_, request, status) => {
  await again()
  expect((await fetch(oneClick, { method: "POST", ...request })).status).toBe(status)
  expect(await stopped()).toBe(false)
})

test("another site cannot make a browser ask for the mail again, and unknown links open nothing", async () => {
  await post(oneClick, {})
  expect((await post(`${own}/subscribe`, {}, { origin: "https://evil.example" })).status).toBe(403)
  expect(await stopped()).toBe(true)
  const forged = own.replace(/.$/, (last) => (last === "A" ? "B" : "A"))
  for (const token of [forged, `${site.url}/attend/nonsense`]) {
    expect((await post(`${token}/subscribe`, {})).status).toBe(404)
    expect((await fetch(`${token}/unsubscribe`, { method: "POST", body: urlencoded() })).status).toBe(404)
    expect((await fetch(`${token}/mail`)).status).toBe(404)
    expect((await fetch(`${token}/unsubscribe`)).status).toBe(404)
  }
  expect(await stopped()).toBe(true)
})
