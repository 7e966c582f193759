import { beforeAll, expect, test, vi } from "vitest"
import { kinds } from "@/lib/deliveries/rules"
import { dumpDatabase } from "../support/dump"
import { writeEvent } from "../support/factories"
import type { Mail } from "../support/mail"
import { takePort } from "../support/ports"
import { post } from "../support/posts"
import { openSession, ownerOf } from "../support/session"
import { type OwnSite, startSite } from "../support/site"
import { sql } from "../support/sql"

// Mail scanners open every link of a letter, and mail programs show previews: whoever only looks changes nothing.

let site: OwnSite
let mails: Mail[] = []

const run = async (statement: string, values: unknown[] = []) => sql<{ id: string }>(await site.databaseUrl(), statement, values)
const register = (slug: string, email: string) => post(`${site.url}/events/${slug}/registrations`, { name: "Ada Example", email })
const makeEvent = async (slug: string, startsIn: string, more: Record<string, string> = {}) =>
  writeEvent(await site.databaseUrl(), {
    slug: `'${slug}'`,
    title: `'Session ${slug}'`,
    host: "'The house'",
    startsAt: `now() + interval '${startsIn}'`,
    endsAt: `now() + interval '${startsIn}' + interval '2 hours'`,
    capacity: "10",
    ...more,
  })
const change = (slug: string, assignments: string) => run(`update "Event" set ${assignments} where slug = $1`, [slug])
const isDue = (slug: string, assignments: string) => change(slug, `${assignments}, "nextDueAt" = now()`)
const sent = async (kind: string, count = 1) =>
  vi.waitFor(async () => expect((await run(`select id from "Delivery" where kind = $1 and state = 'sent'`, [kind])).length).toBeGreaterThanOrEqual(count), {
    timeout: 20_000,
  })

/** Something happens to somebody, until there is a letter of every kind. */
async function everyKindOfLetter(): Promise<void> {
  await makeEvent("hall", "3 days", { capacity: "1", waitingList: "true" })
  await makeEvent("soon", "2 days")
  await makeEvent("moving", "5 days")
  await makeEvent("off", "6 days")
  await makeEvent("over", "-1 hour")
  for (const slug of ["hall", "soon", "moving", "off", "over"]) await register(slug, `ada@${slug}.example`)
  await register("moving", "changes-her-mind@example.org")
  await sent("confirmation", 6)
  await register("hall", "waits@example.org")
  await sent("waiting")
  await run(`update "Registration" set "registeredAt" = "registeredAt" - interval '2 days'`)
  await run(`update "Delivery" set "sentAt" = "sentAt" - interval '2 days'`)
  await register("hall", "ada@hall.example")
  await sent("already")
  await isDue("hall", `"joinUrl" = 'https://webinar.example/j/1', "joinVersion" = 1, "joinReleasedVersion" = 1`)
  await sent("join")
  await run(
    `insert into "Delivery" (key, kind, "eventId", "registrationId", urgency)
     select 'again:' || r.id || ':r1:0', 'again', e.id, r.id, 15 from "Event" e join "Registration" r on r."eventId" = e.id where e.slug = 'hall' and r.status = 'registered'`,
  )
  await sent("again")
  await isDue("soon", `"startsAt" = now() + interval '50 minutes', "endsAt" = now() + interval '3 hours'`)
  await sent("reminder")
  await isDue("moving", `"startsAt" = "startsAt" + interval '1 day', "endsAt" = "endsAt" + interval '1 day', sequence = 1`)
  await sent("moved", 2)
  await isDue("off", "status = 'cancelled', sequence = 1")
  await sent("event-cancelled")
  await isDue("over", `"endsAt" = now() - interval '1 minute', "recordingUrl" = 'https://video.example/r/1'`)
  await sent("after")
  const { text } = await site.waitForMail((mail) => mail.to === "changes-her-mind@example.org")
  await post(`${/http\S+\/attend\/[\w-]{44}/.exec(text)?.[0]}/cancel`, {})
  await sent("cancelled")
  await makeEvent("line", "4 days", { capacity: "1", waitingList: "true" })
  for (const who of ["has", "waits"]) await register("line", `${who}@line.example`)
  await sent("waiting", 2)
  await post(`${await linkTo("has@line.example", "Registered")}/cancel`, {})
  await sent("offer")
  await run(`update "Registration" set "offeredUntil" = now() where status = 'offered' returning id`)
  await sent("offer-ended")
  await makeEvent("linkless", "2 hours", { nextDueAt: "now()" })
  await sent("alarm", 2)
  await post(`${site.url}/admin/sign-in/request`, { email: "organiser@localhost" })
  await sent("sign-in")
  const database = await site.databaseUrl()
  const cookie = await openSession(database, await ownerOf(database), "owner")
  await post(`${site.url}/admin/team/invite`, { email: "new@example.org", everywhere: "viewer" }, { cookie })
  await sent("invitation")
  await run(
    `insert into "Delivery" (key, kind, "eventId", "userId", urgency) select 'test:' || e.id, 'test', e.id, u.id, 5 from "Event" e, "User" u where e.slug = 'hall' and u.role = 'owner'`,
  )
  await sent("test")
  await run(
    `with d as (insert into "Deletion" ("eventId", at, counts) select id, now(), '{"people.registered": 2}' from "Event" where slug = 'over' returning *)
     insert into "Delivery" (key, kind, "eventId", "userId", urgency) select 'deletion:' || d.id || ':' || u.id, 'deletion', d."eventId", u.id, 45 from d, "User" u where u.role = 'owner'`,
  )
  await sent("deletion")
  await run(
    `with m as (
       insert into "Message" ("eventId", subject, body, audience, "createdBy") select id, 'News', E'Dear {name},\n\nsee {page}.', 'registered', 'o' from "Event" where slug = 'hall' returning *
     )
     insert into "Delivery" (key, kind, "eventId", "registrationId", "messageId", urgency)
     select 'message:' || m.id || ':' || r.id, 'message', m."eventId", r.id, m.id, 40 from m join "Registration" r on r."eventId" = m."eventId"`,
  )
  await sent("message", 2)
  await everyLetterAboutOneself()
}

const linkTo = async (email: string, subject: string) => {
  const { text } = await site.waitForMail((mail) => mail.to === email && mail.subject.startsWith(subject))
  return /http\S+\/(attend|address)\/[\w-]{44}/.exec(text)?.[0] ?? ""
}

/** Somebody changes their address and their details, and loses the link; somebody else deletes everything. */
async function everyLetterAboutOneself(): Promise<void> {
  await makeEvent("own", "4 days")
  await register("own", earlier)
  await post(`${await linkTo(earlier, "Registered")}/details`, { name: "Ada Example", email: "newer@own.example" })
  await sent("address-proof")
  await post(`${await linkTo("newer@own.example", "Confirm")}/confirm`, {})
  await sent("address-changed")
  await post(`${await linkTo("newer@own.example", "Registered")}/details`, { name: "Ada Lovelace", email: "newer@own.example" })
  await sent("details")
  await post(`${site.url}/events/own/lost-link/request`, { email: "newer@own.example" })
  await sent("lost-link")
  await register("own", gone)
  await post(`${await linkTo(gone, "Registered")}/erase`, { sure: "yes" })
  await sent("erased")
}
const [earlier, gone] = ["earlier@own.example", "gone@own.example"]

beforeAll(async () => {
  const PORT = String(await takePort())
  site = await startSite({ env: { PORT } })
  await everyKindOfLetter()
  // Their first letters lead to pages that are no more.
  mails = (await site.mails()).filter(({ to, subject }) => ![earlier, gone].includes(to) || !subject.startsWith("Registered"))
  await site.stop()
  // The same site without its mailer: from here on nothing changes by itself.
  site = await startSite({ env: { PORT, MAILER: "off" }, databaseUrl: await site.databaseUrl() })
})

/** Every address of the site in a letter: in its text, its HTML, its headers, its calendar file. */
function linksOf({ text, html, raw, attachments }: Mail): string[] {
  const headers = raw.split("\r\n\r\n")[0]?.replace(/\r\n[ \t]+/g, " ") ?? ""
  const calendars = attachments.map(({ content }) => content.toString("utf8").replace(/\r\n[ \t]/g, ""))
  const found = [text, html.replaceAll("&amp;", "&"), headers, ...calendars].flatMap((place) => place.match(/https?:\/\/[^\s"'<>()]+/g) ?? [])
  return [...new Set(found.map((link) => link.replace(/[.,;:]+$/, "")))].filter((link) => link.startsWith(`${site.url}/`))
}

/** Opens an address without following it. Returns what it answered, and where it would lead. */
async function open(link: string, method: string): Promise<{ status: number; next: string | null }> {
  const answer = await fetch(link, { method, redirect: "manual" })
  await answer.arrayBuffer()
  const location = answer.headers.get("location")
  return { status: answer.status, next: location && new URL(location, link).href }
}

/** Opens each address, and whatever it leads to, twice with GET and twice with HEAD. Returns each with its answer. */
async function openAll(links: Iterable<string>): Promise<Map<string, number>> {
  const waiting = [...links]
  const opened = new Map<string, number>()
  for (let link = waiting.pop(); link !== undefined; link = waiting.pop()) {
    if (opened.has(link) || !link.startsWith(`${site.url}/`)) continue
    for (const method of ["GET", "HEAD", "GET", "HEAD"]) {
      const { status, next } = await open(link, method)
      expect(opened.get(link) ?? status, `${method} ${link}`).toBe(status)
      opened.set(link, status)
      if (next) waiting.push(next)
    }
  }
  return opened
}

test("opening every link of every kind of letter, twice with GET and twice with HEAD, leaves every row as it was", async () => {
  const letters = await run(`select distinct kind as id from "Delivery" where state = 'sent' order by 1`)
  expect(letters.map(({ id }) => id)).toEqual(Object.keys(kinds).sort())
  const links = new Set(mails.flatMap(linksOf))
  const paths = [...links].map((link) => new URL(link).pathname.replace(/[\w-]{43,44}/, "{token}").replace(/[0-9a-f-]{36}/, "{id}"))
  const ways = [
    "/attend/{token}",
    "/attend/{token}/mail",
    "/attend/{token}/unsubscribe",
    "/address/{token}",
    "/admin/sign-in/link/{token}",
    "/admin/events/{id}/send",
  ]
  expect(paths).toEqual(expect.arrayContaining([...ways, "/admin/events/{id}/join-details", "/events/hall"]))

  const before = await dumpDatabase(await site.databaseUrl())
  const opened = await openAll(links)
  expect(await dumpDatabase(await site.databaseUrl())).toEqual(before)
  // A link that leads nowhere would prove nothing.
  expect([...opened].filter(([, status]) => ![200, 303].includes(status))).toEqual([])
  const rows = Object.values(before).flat().length
  console.log(
    `${mails.length} letters of ${letters.length} kinds, ${links.size} links, ${opened.size} addresses opened 4 times, ${rows} rows of ${Object.keys(before).length} tables`,
  )
})

test("the comparison can fail: one press of a button on a page that a letter leads to shows in it", async () => {
  const cancel = mails.flatMap(linksOf).find((link) => /\/attend\/[\w-]{44}$/.test(link))
  const before = await dumpDatabase(await site.databaseUrl())
  expect((await post(`${cancel}/unsubscribe`, {})).status).toBe(303)
  const stopped = await dumpDatabase(await site.databaseUrl())
  expect(stopped).not.toEqual(before)
  expect((await post(`${cancel}/cancel`, {})).status).toBe(303)
  expect(await dumpDatabase(await site.databaseUrl())).not.toEqual(stopped)
})
