import { parse } from "csv-parse/sync"
import ICAL from "ical.js"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { kinds } from "@/lib/deliveries/rules"
import { columns } from "@/lib/registrations/rules"
import { type Attack, attack, type Form, formsOf, neutralPicture } from "../support/attack"
import { cookieHeader, openBrowser, signIn } from "../support/browser"
import { payloads } from "../support/payloads"
import { post } from "../support/posts"
import { ownerOf } from "../support/session"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"
import { openCanary, watch } from "../support/watch"

// Whatever an organiser or an attendee types stays text: on pages, in letters, in calendars and in tables.

let site: Site
let canary: Awaited<ReturnType<typeof openCanary>>
let context: BrowserContext
let page: Page
let look: () => Promise<string[]>
/** When this file began: the site is older, and what was on it before is not of this file. */
let began = new Date()
const attacks: Attack[] = []
const seen = new Map<string, string[]>()
const run = async <Row extends Record<string, unknown>>(statement: string, values: unknown[] = []) => sql<Row>(await site.databaseUrl(), statement, values)

beforeAll(async () => {
  site = await openSite()
  began = (await run<{ now: Date }>("select foyer_now() as now"))[0]?.now ?? began
  canary = await openCanary()
  const organiser = await openBrowser()
  context = organiser.context
  page = organiser.page
  look = watch(page).look
  await signIn(page, site)
})
afterAll(async () => {
  canary.close()
  // What was attacked leaves the front page: files that look at it after this one shall find what people write.
  await run(`update "Event" set "archivedAt" = now() where title like '%ran=1%' and "createdAt" >= $1`, [began])
  await run(`insert into "PageChange" (paths) values ('{/front/now}')`)
})

/** Posts a form as the signed-in organiser, and returns where its answer leads. */
async function send({ action, method, isUpload }: Form, fields: Record<string, string>): Promise<string> {
  const body = isUpload ? new FormData() : new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  if (body instanceof FormData) body.set("file", new Blob([new Uint8Array(await neutralPicture())]), "nobody.jpg")
  if (method === "get") return `${action}?${body instanceof URLSearchParams ? body : ""}`
  const answer = await fetch(action, { method: "POST", body, headers: { cookie: await cookieHeader(context) }, redirect: "manual" })
  if (answer.status !== 303) throw new Error(`${action} answered ${answer.status}`)
  return new URL(answer.headers.get("location") ?? "", site.url).href
}

/** The fields that a page complains of. */
async function problemsAt(location: string): Promise<string[]> {
  if (!/[?&](draft|refused|taken)=/.test(location)) return []
  const html = await (await fetch(location, { headers: { cookie: await cookieHeader(context) } })).text()
  const summary = /<div class="summary".*?<\/div>/s.exec(html)?.[0] ?? ""
  return [...summary.matchAll(/href="#([^"]+)"/g)].flatMap(([, name = ""]) => name)
}

/** Opens a page, says what is wrong with it, and attacks every form on it that was not attacked before. */
async function visit(path: string): Promise<void> {
  await page.goto(new URL(path, site.url).href)
  seen.set(path, await look())
  for (const form of await formsOf(page)) {
    if (attacks.some(({ action }) => action === form.action)) continue
    attacks.push(...(await attack(form, payloads(canary.url), send, problemsAt)))
  }
}
const openAll = async (paths: string[]) => {
  for (const path of paths) await visit(path)
}
/** The links of the page that is open to other pages, within a part of the site. */
const linksTo = async (part: string) => {
  const links = await page.evaluate<string[]>("[...document.links].map(({ href }) => href)")
  const pages = links.filter((href) => href.startsWith(`${site.url}${part}`) && !/\/export|\.ics$/.test(href))
  return [...new Set(pages.map((href) => href.split("#")[0] ?? ""))]
}

test("CVE-2024-8113: every text that can be typed is typed as an attack, and nothing runs on any page, the previews of letters included", async () => {
  await openAll(["/admin", "/admin/events/new", "/admin/bounces", "/admin/sign-in"])
  const { id } = await event()
  const desk = `/admin/events/${id}`
  await visit(desk)
  // Publishing needs no words.
  await page.getByRole("button", { name: "Publish what is saved" }).click()
  await page.getByText("Published. Everybody").waitFor()
  const rooms = await linksTo(desk)
  await openAll(rooms)
  for (const part of ["speakers", "readings", "questions", "registrants"]) {
    await page.goto(`${site.url}${desk}/${part === "questions" || part === "registrants" ? part : "content"}`)
    await openAll(await linksTo(`${desk}/${part}/`))
  }
  // The address may have changed with the title.
  const publicPage = `/events/${(await event()).slug}`
  await openAll([publicPage, `${publicPage}/register`])
  await page.goto(`${site.url}${publicPage}`)
  await openAll(await linksTo(publicPage))
  const person = await attacker(id)
  await openAll([`${desk}/registrants`, `${desk}/registrants/${person.id}`, `${desk}/send`])
  await page.goto(`${site.url}${desk}/registrants/${person.id}`)
  const own = (await page.locator(".key code").first().textContent()) ?? ""
  await openAll([`${own}/change`])
  // Nobody presses the buttons of these: the person is still needed.
  for (const room of ["", "/mail", "/data"]) {
    await page.goto(`${own}${room}`)
    seen.set(`${own}${room}`, await look())
  }
  // Now that all of it is there: everything again, and every form that came back with its errors.
  const again = [...new Set([...seen.keys(), ...attacks.flatMap(({ refusals, location }) => [...refusals.slice(-2), location]), "/"])]
  await openAll(again)

  const took = fieldsOf(({ took }) => took)
  const refused = fieldsOf(({ refused }) => refused).filter((field) => !took.includes(field))
  console.log(
    `${new Set(attacks.map(({ action }) => action)).size} forms: ${took.length} fields took attacks, ${refused.length} took none; ${seen.size} pages opened`,
  )
  // Addresses, numbers, and what is chosen from a list. Every other field takes what anybody types.
  expect(refused).toEqual([
    "/admin/events/create capacity",
    "/admin/events/create timeZone",
    "/admin/events/…/questions/add least",
    "/admin/events/…/questions/add most",
    "/admin/events/…/registrants/add email",
    "/admin/events/…/registrants/…/address email",
    "/admin/events/…/save capacity",
    "/admin/events/…/save doorsOpenMinutes",
    "/admin/events/…/save embedOrigins",
    "/admin/events/…/save offerHours",
    "/admin/events/…/save replyTo",
    "/admin/events/…/save retentionDays",
    "/admin/events/…/save slug",
    "/attend/…/details email",
    "/events/…/lost-link/request email",
    "/events/…/registrations email",
  ])
  expect(took.length).toBeGreaterThan(39)
  expect([...seen].filter(([, found]) => found.length > 0)).toEqual([])
  expect(canary.asked).toEqual([])
}, 600_000)

/** "/admin/events/…/save title": the fields of all attacks, each once. */
function fieldsOf(pick: (attack: Attack) => string[]): string[] {
  const door = ({ action }: Attack) =>
    new URL(action).pathname.replace(/[\w-]{44}/, "…").replace(/^\/events\/[^/]+|[0-9a-f-]{36}/g, (part) => (part.startsWith("/") ? "/events/…" : "…"))
  const names = attacks.flatMap((attacked) => pick(attacked).map((name) => `${door(attacked)} ${name.replace(/[0-9a-f-]{36}/, "…")}`))
  return [...new Set(names)].sort()
}

/** The event that was attacked. */
async function event(): Promise<{ id: string; slug: string }> {
  const [made] = await run<{ id: string; slug: string }>(
    `select id, slug from "Event" where title like '%ran=1%' and "createdAt" >= $1 order by "createdAt" limit 1`,
    [began],
  )
  if (!made) throw new Error("no event was attacked")
  return made
}
/** Whoever registered for it last with an attack for a name. */
async function attacker(id: string): Promise<{ id: string; email: string; name: string }> {
  const [person] = await run<{ id: string; email: string; name: string }>(
    `select id, email, name from "Registration" where "eventId" = $1 and name like '%ran=1%' and status = 'registered' order by "registeredAt" desc limit 1`,
    [id],
  )
  if (!person) throw new Error("nobody was registered with an attack")
  return person
}
/** SQL: a letter of the event ($1), or one of no event that was written since this file began ($2). */
const isOurs = `("eventId" = $1 or "eventId" is null and "createdAt" >= $2)`
const ours = async () => [(await event()).id, began]
const change = async (assignments: string) => run(`update "Event" set ${assignments}, "nextDueAt" = now() where id = $1`, [(await event()).id])
async function went(kind: string): Promise<void> {
  const values = [...(await ours()), kind]
  const sent = () => run(`select from "Delivery" where ${isOurs} and kind = $3 and state = 'sent'`, values)
  await vi.waitFor(async () => expect((await sent()).length, kind).toBeGreaterThan(0), { timeout: 60_000 })
}
const twoDaysPass = async (id: string) => {
  await run(`update "Registration" set "registeredAt" = "registeredAt" - interval '2 days' where "eventId" = $1`, [id])
  await run(`update "Delivery" set "sentAt" = "sentAt" - interval '2 days', "createdAt" = "createdAt" - interval '2 days' where "eventId" = $1`, [id])
}

/** Something happens to the people of the event, until there is a letter of every kind. */
async function everyKindOfLetter(): Promise<void> {
  const { id, slug } = await event()
  const desk = `${site.url}/admin/events/${id}`
  const door = `${site.url}/events/${slug}/registrations`
  const press = async (action: string, fields: Record<string, string> = {}) => post(action, fields, { cookie: await cookieHeader(context) })
  const person = await attacker(id)
  const registerToo = (email: string) => run(`select register_attendee($1, $2, $3, $3, '', '{}', false)`, [slug, person.name, email])
  await registerToo("stays@example.org")
  await went("confirmation")
  await change(`"joinReleasedVersion" = "joinVersion"`)
  await press(`${desk}/send/test`)
  await went("test")
  await went("join")
  // Whoever has a letter on its way is not sent it again.
  await site.idle(id)
  await press(`${desk}/registrants/resend`, { who: "ticked", people: person.id, count: "1", tab: "registered", search: "" })
  await went("again")
  await everyLetterAboutOneself(id, person.id)
  const check = attacks.find(({ location }) => /messages\/check\?draft/.test(location))
  await page.goto(check?.location ?? "")
  await page.getByRole("button", { name: /^Send to/ }).click()
  await went("message")
  await twoDaysPass(id)
  await press(door, { name: "Somebody else", email: person.email })
  await went("already")
  await change(`"startsAt" = "startsAt" + interval '1 day', "endsAt" = "endsAt" + interval '1 day', sequence = sequence + 1`)
  await went("moved")
  await twoDaysPass(id)
  await change(`capacity = taken, "waitingList" = true`)
  await registerToo("waits@example.org")
  await went("waiting")
  await run(`select cancel_registration($1)`, [person.id])
  await went("cancelled")
  await went("offer")
  await run(`update "Registration" set "offeredUntil" = now() where status = 'offered' and "eventId" = $1`, [id])
  await went("offer-ended")
  await change(`"startsAt" = now() + interval '50 minutes', "endsAt" = now() + interval '3 hours', sequence = sequence + 1`)
  await went("reminder")
  await change(`"startsAt" = now() - interval '2 hours', "endsAt" = now() - interval '1 minute', sequence = sequence + 1`)
  await went("after")
  await change(`"startsAt" = now() + interval '1 day', "endsAt" = now() + interval '25 hours', sequence = sequence + 1, status = 'cancelled'`)
  await went("event-cancelled")
  await press(`${site.url}/admin/sign-in/request`, { email: "organiser@localhost" })
  await went("sign-in")
  const invited = await press(`${site.url}/admin/team/invite`, { email: "invited-for-the-letter@example.org", everywhere: "viewer" })
  expect(invited.headers.get("location")).toContain("invited")
  await went("invitation")
  await run(
    `with d as (insert into "Deletion" ("eventId", at, counts) values ($1, now(), '{"people.registered": 2, "letters.join.sent": 2}') returning *)
     insert into "Delivery" (key, kind, "eventId", "userId", urgency) select 'deletion:' || d.id, 'deletion', $1, $2, 45 from d`,
    [id, await ownerOf(await site.databaseUrl())],
  )
  await went("deletion")
}

/** As if the person had asked for another address and for the link, and somebody else had gone. */
async function everyLetterAboutOneself(event: string, person: string): Promise<void> {
  await run(
    `with change as (
       insert into "AddressChange" ("registrationId", "oldEmail", email, "emailKey")
       select id, email, 'new@own.example', 'new@own.example' from "Registration" where id = $2 returning id
     )
     insert into "Delivery" (key, kind, "eventId", "registrationId", "addressChangeId", round, urgency)
     select kind || ':' || change.id, kind, $1, r.id, case when kind like 'address-%' then change.id end, r.round, 10
     from change, "Registration" r, unnest(array['address-proof', 'address-changed', 'details', 'lost-link']) kind where r.id = $2`,
    [event, person],
  )
  await run(
    `insert into "Delivery" (key, kind, "eventId", urgency, recipient) select 'erased:' || id, 'erased', id, 9, 'gone@own.example' from "Event" where id = $1`,
    [event],
  )
  for (const kind of ["address-proof", "address-changed", "details", "lost-link", "erased"]) await went(kind)
}

test("letters of every kind are opened as HTML, and nothing runs in them", async () => {
  await everyKindOfLetter()
  const sent = await run<{ kind: string }>(`select distinct kind from "Delivery" where ${isOurs} and state = 'sent'`, await ours())
  const mails = await site.mails()
  const found: [string, string[]][] = []
  for (const { subject, html } of mails) {
    await page.goto(canary.show(html))
    found.push([subject, await look()])
  }
  console.log(`${mails.length} letters of ${sent.length} kinds opened: ${sent.map(({ kind }) => kind).join(", ")}`)
  expect(Object.keys(kinds).filter((kind) => kind !== "alarm" && !sent.some((row) => row.kind === kind))).toEqual([])
  expect(mails.filter(({ html }) => html.includes("ran=1")).length).toBeGreaterThan(10)
  expect(found.filter(([, wrong]) => wrong.length > 0)).toEqual([])
  expect(canary.asked).toEqual([])
}, 300_000)

test("facts for programs come back as they were typed", async () => {
  const [{ title } = { title: "" }] = await run<{ title: string }>(`select title from "Event" where id = $1`, [(await event()).id])
  await page.goto(`${site.url}/events/${(await event()).slug}`)
  const facts = await page.locator('script[type="application/ld+json"]').textContent()
  expect(JSON.parse(facts ?? "")).toMatchObject({ "@type": "Event", name: title })
  expect(title).toContain("ran=1")
})

/** What a calendar file says that it should not. */
function wrongIn(calendar: string): string[] {
  const names = calendar
    .replace(/\r\n[ \t]/g, "")
    .split("\r\n")
    .map((line) => /^[^:;]*/.exec(line)?.[0] ?? "")
  const strange = names.filter((name) => (name !== "" && !/^[A-Z-]+$/.test(name)) || name === "X-RAN")
  const events = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents("vevent").length
  return [...strange, ...(/\r(?!\n)/.test(calendar) ? ["a bare CR"] : []), ...(events === 1 ? [] : [`${events} events`])]
}

test("calendar files hold one event and nothing else, wherever they come from", async () => {
  const own = await (await fetch(`${site.url}/events/${(await event()).slug}/calendar.ics`)).text()
  const mailed = (await site.mails())
    .flatMap(({ attachments }) => attachments.map(({ content }) => content.toString()))
    .filter((text) => text.includes("BEGIN:VCALENDAR"))
  console.log(`${mailed.length + 1} calendar files read`)
  expect(own).toContain("ran=1")
  expect([own, ...mailed].flatMap(wrongIn)).toEqual([])
  expect(wrongIn(own.replace("END:VEVENT", "X-RAN:1\rEND:VEVENT"))).not.toEqual([])
})

/** The cells that a spreadsheet would take for a formula, or that end a line for it. */
const activeCells = (csv: string) =>
  parse(csv, { bom: true })
    .flat()
    .filter((cell) => /^[=+\-@\t\r]/.test(cell) || /\r(?!\n)/.test(cell))

test("no cell of the list is a formula, or has a bare CR", async () => {
  const { id } = await event()
  const list = `${site.url}/admin/events/${id}/registrants/export?tab=registered&columns=${Object.keys(columns).join("+")}`
  const csv = await (await fetch(list, { headers: { cookie: await cookieHeader(context) } })).text()
  expect(csv).toContain("ran=1")
  console.log(`${parse(csv, { bom: true }).flat().length} cells read`)
  expect(activeCells(csv)).toEqual([])
  expect(activeCells(`"Ada","=1+1"\r\n"a\rb","c"\r\n`)).toHaveLength(2)
})

test("the watch can fail: one that is planted in a page, a page of the desk, and a letter is caught", async () => {
  const planted = `<script>ran=1;fetch("${canary.url}/planted").catch(() => 0)</script><a href="javascript:ran=1">x</a><img src="x" onerror="alert(1)">`
  await page.route("**/*", async (route) => {
    if (route.request().resourceType() !== "document") return route.continue()
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replace("</h1>", `</h1>${planted}`) })
  })
  // What is planted takes a moment to run.
  const caught = () => {
    const words: string[] = []
    const lookAgain = async () => {
      words.push(...(await look()))
      return words
    }
    return expect.poll(lookAgain, { timeout: 30_000 })
  }
  await page.goto(`${site.url}/events/wes-session-repeat`)
  await caught().toEqual(expect.arrayContaining(["something ran", "a dialog: 1"]))
  await page.goto(`${site.url}/admin`)
  await caught().toContainEqual(expect.stringMatching(/^the console/))
  await page.unrouteAll({ behavior: "wait" })
  await page.goto(canary.show(`<p>${planted}</p>`))
  await caught().toEqual(expect.arrayContaining(["something ran", "A leads to javascript:ran=1", "IMG has onerror", "a script that is not the site's"]))
  await expect.poll(() => canary.asked).toContain("/planted")
})
