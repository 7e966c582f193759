import { randomUUID } from "node:crypto"
import { request } from "node:http"
import { afterAll, beforeAll, expect, test } from "vitest"
import { canariesIn, plantCanaries } from "../support/canaries"
import { openDesk } from "../support/desk"
import { dumpDatabase } from "../support/dump"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { inParallel, post } from "../support/posts"
import { addressOf, listRoutes, type Route } from "../support/routes"
import { openSession } from "../support/session"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"
import { openCanary } from "../support/watch"

// Holes that other sites of this kind had, tried here. Those of texts, letters, pictures and lists are beside their own tests, with the same numbers.

let site: Site
let event: OwnEvent
let canary: Awaited<ReturnType<typeof openCanary>>
let ids: Record<string, string> = {}
/** Organisers of an event each, by their ids, which are what their browsers hold too. "guest" runs ours, and has no session. */
const people = { ours: randomUUID(), theirs: randomUUID(), guest: randomUUID() }
const guest = `${people.guest}@example.org`
beforeAll(async () => {
  site = await openSite()
  event = await copyDemonstration(site)
  canary = await openCanary()
  const url = await site.databaseUrl()
  ids = { ...(await plantCanaries(url)), token: "nonsense", person: "owner" }
  for (const [person, eventId] of [
    [people.ours, event.id],
    [people.theirs, ids.id],
    [people.guest, event.id],
  ]) {
    await sql(url, `insert into "User" (id, email) values ($1, $1 || '@example.org')`, [person])
    await sql(url, `insert into "EventRole" ("userId", "eventId", role) values ($1, $2, 'organiser')`, [person, eventId])
  }
  for (const person of [people.ours, people.theirs]) await openSession(url, person, person)
})
afterAll(() => canary.close())

/** Everything of the other event, as text, once the mailer has done with it. */
async function theirs(): Promise<string[]> {
  await site.idle(ids.id ?? "")
  const tables = await dumpDatabase(await site.databaseUrl(), ids.id)
  return ["Speaker", "Reading", "Registration", "Message", "Import", "Event"].flatMap((name) => (tables[name] ?? []).map((row) => JSON.stringify(row))).sort()
}

/** The routes of an event that name something within it, in the address or in their form. */
const naming = listRoutes("/admin/events/[id]").filter(({ path }) => /\]\/.*\[|\/registrants\/|\/messages\//.test(path))

/** Asks for every route that names something within an event: the event of the first, the things of the other. Returns those whose answer shows a thing. */
async function askForTheirs(person: string, event: string): Promise<string[]> {
  const form = {
    name: "Mine",
    title: "Mine",
    email: "mine@example.org",
    role: "Chair",
    person: ids.registration ?? "",
    sure: "yes",
    label: "Mine",
    kind: "line",
  }
  const shown: string[] = []
  const ask = async (route: Route, more: RequestInit) => {
    const address = `${site.url}${addressOf(route, { ...ids, id: event })}?draft=${ids.draft}&person=${ids.registration}&act=cancel`
    const text = await (await fetch(address, { redirect: "manual", headers: { cookie: `authjs.session-token=${person}` }, ...more })).text()
    if (canariesIn(text).length > 0) shown.push(route.path)
  }
  const isToRead = ({ path, isPage }: Route) => isPage || /export/.test(path)
  // What takes things away comes after what shows them.
  for (const some of [naming.filter(isToRead), naming.filter((route) => !isToRead(route))])
    await inParallel(some.length, 4, async (index) => {
      const route = some[index]
      if (route) await ask(route, isToRead(route) ? {} : { method: "POST", body: new URLSearchParams(form) })
    })
  return shown
}

test("CVE-2026-9712: through one's own event, nothing of another organiser's is shown or changed by its id", async () => {
  const before = await theirs()
  const canaries = before.filter((row) => row.includes("canary"))
  const shown = await askForTheirs(people.ours, event.id)
  expect(shown).toEqual([])
  const after = (await theirs()).filter((row) => row.includes("canary"))
  expect(after).toEqual(canaries)
  console.log(`${naming.length} routes, ${canaries.length} rows of another event`)
})

test("CVE-2026-9712: the same questions by whoever runs that event show and change it, so the test above can fail", async () => {
  const before = (await theirs()).filter((row) => row.includes("canary"))
  const shown = await askForTheirs(people.theirs, ids.id ?? "")
  expect(shown.length).toBeGreaterThan(6)
  expect((await theirs()).filter((row) => row.includes("canary"))).not.toEqual(before)
})

/** Posts a form with a Host header of one's choice. */
const postAs = (host: string, path: string, fields: Record<string, string>) =>
  new Promise<{ status: number; location: string }>((resolve, reject) => {
    const headers = {
      host,
      "x-forwarded-host": host,
      "x-forwarded-proto": "https",
      forwarded: `host=${host}`,
      "content-type": "application/x-www-form-urlencoded",
    }
    const sent = request(`${site.url}${path}`, { method: "POST", headers }, (answer) => {
      answer.resume().once("end", () => resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? "" }))
    })
    sent.once("error", reject).end(new URLSearchParams(fields).toString())
  })

test("no link in a letter and no place to go on to comes from the Host header: sign-in, lost link, registration", async () => {
  const evil = "evil.example"
  const person = { name: "Ada Example", email: "asks-as-another-host@example.org" }
  const door = `/events/${event.slug}`
  const answers = [
    await postAs(evil, `${door}/registrations`, person),
    await postAs(evil, `${door}/registrations`, { name: "", email: "" }),
    await postAs(evil, `${door}/lost-link/request`, { email: person.email }),
    await postAs(evil, "/admin/sign-in/request", { email: guest }),
    await postAs(evil, "/api/auth/signin/mail", { email: guest }),
  ]
  expect(answers.filter(({ location }) => location.includes(evil))).toEqual([])
  expect(answers.slice(0, 4).map(({ status }) => status)).toEqual([303, 303, 303, 303])
  await site.mailTo(person.email, "Registered")
  await site.mailTo(person.email, "Your personal link")
  await site.mailTo(guest)
  const mails = (await site.mails()).filter(({ to }) => [person.email, guest].includes(to))
  const links = mails.flatMap(({ text, html }) => [...`${text} ${html}`.matchAll(/https?:\/\/[^\s"'<>)]+/g)].map(([link]) => link))
  expect(links.filter((link) => link.includes("/attend/") || link.includes("/sign-in/")).length).toBeGreaterThan(3)
  expect(mails.filter(({ raw }) => raw.includes(evil))).toEqual([])
})

test("a request that names another site, or no path at all, is answered from here, and leads nowhere else", async () => {
  const ask = (path: string) =>
    new Promise<[string, number, string]>((resolve, reject) => {
      const sent = request(`${site.url}/`, { path }, (answer) => {
        answer.resume().once("end", () => resolve([path, answer.statusCode ?? 0, answer.headers.location ?? ""]))
      })
      sent.once("error", reject).end()
    })
  const targets = [
    "*",
    "http://[",
    "http://evil.example/health",
    "https://evil.example/no-such-page",
    "//evil.example/x",
    "http://evil.example//evil.example/x",
  ]
  expect(await Promise.all(targets.map(ask))).toEqual([
    ["*", 400, ""],
    ["http://[", 400, ""],
    ["http://evil.example/health", 200, ""],
    ["https://evil.example/no-such-page", 404, ""],
    ["//evil.example/x", 308, "/evil.example/x"],
    ["http://evil.example//evil.example/x", 308, "/evil.example/x"],
  ])
})

test("a request that asks for another protocol is answered as if it had not, with every header, and holds nothing open", async () => {
  const ask = (path: string, upgrade: string) =>
    new Promise<[number, boolean]>((resolve, reject) => {
      const sent = request(`${site.url}${path}`, { headers: { connection: "Upgrade", upgrade } }, (answer) => {
        answer.resume().once("end", () => resolve([answer.statusCode ?? 0, answer.headers["content-security-policy"] !== undefined]))
      })
      sent.once("upgrade", (_answer, socket) => {
        socket.destroy()
        resolve([101, false])
      })
      sent.once("error", reject).end()
    })
  for (const upgrade of ["websocket", "h2c"]) {
    expect([upgrade, await ask("/", upgrade)]).toEqual([upgrade, [200, true]])
    for (const path of ["/nowhere", "/_next/webpack-hmr"]) expect([path, upgrade, await ask(path, upgrade)]).toEqual([path, upgrade, [404, true]])
  }
})

test.each(["javascript:alert(1)", "https://evil.example/", "//evil.example/", "/\\evil.example"])("next=%s leads nowhere but to the desk", async (next) => {
  const more = new URLSearchParams({ next, callbackUrl: next, redirect: next, returnTo: next }).toString()
  const page = await fetch(`${site.url}/admin/sign-in?${more}`)
  expect(await page.text()).not.toMatch(/(href|action)="(javascript:|\/\/evil|https:\/\/evil|\/\\)/)
  // What was asked for before was asked without all this.
  for (const { text } of await site.mails()) used.add(text)
  await post(`${site.url}/admin/sign-in/request?${more}`, { email: guest, next, callbackUrl: next })
  const [row] = await sql<{ count: number }>(await site.databaseUrl(), `select count(*)::int as count from "VerificationToken" where identifier = $1`, [guest])
  expect(row?.count).toBeGreaterThan(0)
  const cookie = `foyer-return=${encodeURIComponent(next)}; authjs.callback-url=${encodeURIComponent(next)}`
  const fresh = await site.waitForMail(({ to, text }) => to === guest && !used.has(text))
  const link = /http\S+\/admin\/sign-in\/link\/[\w-]+/.exec(fresh.text)?.[0] ?? ""
  const signedIn = await post(`${link}/use?${more}`, { next, callbackUrl: next }, { cookie })
  expect([signedIn.status, signedIn.headers.get("location")]).toEqual([303, "/admin"])
  for (const path of ["signin", "signout", "callback/mail", "error"]) {
    const answer = await fetch(`${site.url}/api/auth/${path}?${more}`, { redirect: "manual", headers: { cookie } })
    expect(answer.headers.get("location") ?? "").not.toMatch(/^(javascript:|\/\/evil|https:\/\/evil|\/\\)/)
  }
})
const used = new Set<string>()

test("the site fetches no address that somebody typed: of links, recordings, readings, homes and the pages of their forms", async () => {
  const desk = await openDesk(site, event.slug)
  const email = "watched-for-fetches@example.org"
  const at = (name: string) => `${canary.url}/${name}`
  const https = (name: string) => at(name).replace("http://", "https://")
  await desk.post("/readings/add", { title: "A reading", author: "Somebody", url: at("reading") })
  await desk.post("/speakers/add", { name: "Somebody", role: "Speaker", links: `Home ${at("speaker")}`, bio: `![x](${at("picture")})` })
  await desk.post("/join-details/save", { joinUrl: https("join"), passcode: "1", joinInstructions: at("instructions"), version: "0" })
  await event.change(`"joinUrl" = '${at("j")}', "recordingUrl" = '${at("r")}', "joinVersion" = 1`)
  expect((await event.register(email)).headers.get("location")).toBe(`/events/${event.slug}/registered`)
  for (const path of ["", "/readiness", "/preview", "/join-details", "/send", "/content"]) await (await desk.get(path)).text()
  await (await fetch(event.url)).text()
  await site.mailTo(email)
  expect(canary.asked).toEqual([])
  await fetch(at("planted"))
  expect(canary.asked).toEqual(["/planted"])
})

test("what a stranger leaves in a form of the desk opens to no organiser, and to the browser that left it once it has signed in", async () => {
  const typed = { subject: "Planted", body: "Words that a stranger left", audience: "registered" }
  const left = await post(`${site.url}/admin/events/${event.id}/messages/prepare`, typed)
  const [cookie = ""] =
    left.headers
      .getSetCookie()
      .find((line) => line.startsWith("foyer-return="))
      ?.split(";") ?? []
  const [, path = "", draft = ""] = /.{22}(\/admin\/.*[?&]draft=([\w-]{36}).*)$/.exec(decodeURIComponent(cookie.slice("foyer-return=".length))) ?? []
  const shown = async (address: string, session: string) =>
    (await (await fetch(`${site.url}${address}`, { headers: { cookie: session } })).text()).includes(typed.body)
  const organiser = `authjs.session-token=${people.ours}`
  expect([left.status, draft.length]).toEqual([303, 36])
  for (const address of [
    path,
    `/admin/events/${event.id}/messages/check?draft=${draft}`,
    `/admin/events/${event.id}/messages?draft=${draft}&foyer-return=${cookie}`,
  ])
    expect([address, await shown(address, organiser)]).toEqual([address, false])
  for (const { text } of await site.mails()) used.add(text)
  await post(`${site.url}/admin/sign-in/request`, { email: guest })
  const letter = await site.waitForMail(({ to, text }) => to === guest && !used.has(text))
  const signedIn = await post(`${/http\S+\/admin\/sign-in\/link\/[\w-]+/.exec(letter.text)?.[0]}/use`, {}, { cookie })
  const session =
    signedIn.headers
      .getSetCookie()
      .find((line) => line.includes("session-token"))
      ?.split(";")[0] ?? ""
  expect([signedIn.headers.get("location"), signedIn.headers.getSetCookie().some((line) => /^foyer-return=;.*Max-Age=0/i.test(line))]).toEqual([path, true])
  expect(await shown(path, session)).toBe(true)
})

test("next-auth has one address, where a sign-in service leads back to: none of its others opens a session, reads a post or says who is signed in", async () => {
  for (const path of [
    "session",
    "csrf",
    "providers",
    "signin",
    "signin/mail",
    "signout",
    "callback/mail?token=x&email=organiser@localhost",
    "error",
    "verify-request",
  ])
    for (const method of ["GET", "POST"]) {
      const { status } = await fetch(`${site.url}/api/auth/${path}`, { method, redirect: "manual" })
      expect([method, path, status === 404 || status === 405]).toEqual([method, path, true])
    }
  expect((await fetch(`${site.url}/api/auth/callback/oidc`, { method: "POST", body: "x".repeat(100_000), redirect: "manual" })).status).toBe(405)
})
