import { randomUUID } from "node:crypto"
import { constants, inflateRawSync } from "node:zlib"
import { beforeAll, expect, test } from "vitest"
import { canariesIn, plantCanaries } from "../support/canaries"
import { dumpDatabase } from "../support/dump"
import { copyDemonstration } from "../support/event"
import { inParallel } from "../support/posts"
import { addressOf, listRoutes, type Route } from "../support/routes"
import { openSession } from "../support/session"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"

// Every route of the desk from the build's own list, for everybody who must not pass: refused, and nothing of the event comes out.
// Rows "who may what" of the promises: pages, requests of Next.js's own client (RSC), and posts.

const asks = ["page", "rsc", "prefetch", "post"] as const
type Ask = (typeof asks)[number]
/** By the session that they come with. The organiser runs another event. */
const people = ["nobody", "expired", "viewer", "viewer of another", "organiser of another"] as const
type Person = (typeof people)[number] | "owner" | "newcomer"

/** What anybody may open: it is how one comes in and goes out. */
const open = [
  "/admin/sign-in",
  "/admin/sign-in/sent",
  "/admin/sign-in/request",
  "/admin/sign-in/sso",
  "/admin/sign-in/link/[token]",
  "/admin/sign-in/link/[token]/use",
  "/admin/sign-out",
]
/** What is about no single event. */
const siteWide = [
  ...["/admin/bounces", "/admin/bounces/paste", "/admin/events/new", "/admin/events/create"],
  ...["/admin/privacy", "/admin/privacy/address", "/admin/privacy/address/download"],
  ...["/admin/audit", "/admin/audit/export", "/admin/team", "/admin/team/invite", "/admin/team/[person]", "/admin/team/[person]/role"],
  ...["/admin/team/[person]/event", "/admin/team/[person]/invite-again", "/admin/team/[person]/sign-out", "/admin/team/[person]/remove"],
]
/** What everybody on the team may open, about themselves and what they may see. */
const everybodys = ["/admin", "/admin/you", "/admin/you/sign-out", "/admin/you/devices/[device]/end"]
/** Doors that are opened with GET. */
const files = [
  ...["/admin/audit/export", "/admin/events/[id]/audit/export", "/admin/events/[id]/send/preview"],
  ...["/admin/events/[id]/registrants/export", "/admin/events/[id]/registrants/export-xlsx"],
]
/** What viewers see of an event, by hand: fields by page. */
const viewersSee: Record<string, string[]> = {
  "/admin": ["Event.title"],
  "/admin/events/[id]/registrants": ["Event.title", "Registration.name", "Registration.organisation", "event-slug"],
}

const isOfEvent = ({ path }: Route) => path.startsWith("/admin/events/[id]")

let site: Site
let ids: Record<string, string> = {}
let routes: Route[] = []

beforeAll(async () => {
  site = await openSite()
  const url = await site.databaseUrl()
  ids = { ...(await plantCanaries(url)), token: "nonsense", person: idOf("owner"), device: "00000000-0000-4000-8000-000000000000" }
  routes = listRoutes("/admin")
  const other = await copyDemonstration(site)
  const everywhere: Partial<Record<Person, string>> = { expired: "owner", viewer: "viewer", owner: "owner" }
  for (const person of [...people.slice(1), "owner", "newcomer"] as const) {
    await sql(url, `insert into "User" (id, email, role) values ($1, $1 || '@example.org', $2::"Role")`, [idOf(person), everywhere[person] ?? null])
    await openSession(url, idOf(person), idOf(person), person === "expired" ? "-1 minute" : "1 day")
  }
  const grant = `insert into "EventRole" ("userId", "eventId", role) values ($1, $3, 'viewer'), ($2, $3, 'organiser')`
  await sql(url, grant, [idOf("viewer of another"), idOf("organiser of another"), other.id])
  await site.idle(ids.id ?? "")
})

const word = randomUUID().slice(0, 8)
/** Whom the site knows them as, and what their browsers hold. */
const idOf = (person: Person) => `${person.replaceAll(" ", "-")}-${word}`
const headers: Record<Ask, Record<string, string>> = { page: {}, rsc: { rsc: "1" }, prefetch: { rsc: "1", "next-router-prefetch": "1" }, post: {} }

type Answer = { status: number; location: string; text: string }

/** Asks for a route as one of these people, for the event with the canaries or another one. */
async function ask(route: Route, how: Ask, person: Person, event = ids.id ?? ""): Promise<Answer> {
  const address = `${site.url}${addressOf(route, { ...ids, id: event })}?draft=${ids.draft}&person=${ids.registration}&act=cancel`
  const form = new URLSearchParams({ title: "Theirs", email: "theirs@example.org", name: "Theirs", sure: "yes", version: "2" })
  const upload = new FormData()
  upload.set("file", new Blob(["x"]), "x.png")
  const send = (to: string) =>
    fetch(to, {
      redirect: "manual",
      headers: { ...headers[how], ...(person !== "nobody" && { cookie: `authjs.session-token=${idOf(person)}` }) },
      ...(how === "post" && { method: "POST", body: route.path.endsWith("/upload") ? upload : form }),
    })
  const first = await send(address)
  // Next.js leads a request of its client to the address with the sum over its headers, as the client would have asked for it.
  const sum = first.headers.get("location")
  const answer = sum?.includes("_rsc") ? await send(new URL(sum, site.url).href) : first
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, location: answer.headers.get("location") ?? "", text: bytes.toString() + unpacked(bytes) }
}

/** What a workbook says: each of its parts is packed (PKZIP, method 8), and its sizes follow it. */
function unpacked(bytes: Buffer): string {
  let text = ""
  for (let at = bytes.indexOf("PK\u0003\u0004"); at >= 0; at = bytes.indexOf("PK\u0003\u0004", at + 4)) {
    const begin = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    text += inflateRawSync(bytes.subarray(begin), { finishFlush: constants.Z_SYNC_FLUSH }).toString()
  }
  return text
}

type Verdict = "sign-in" | "403" | "404" | "let in"

/** What the rules say of somebody at a route. */
function verdictFor(route: Route, person: Person): Verdict {
  if (open.includes(route.path)) return "let in"
  if (person === "nobody" || person === "expired") return "sign-in"
  if (everybodys.includes(route.path) || (person === "viewer" && viewersSee[route.path])) return "let in"
  return isOfEvent(route) && person !== "viewer" ? "404" : "403"
}

const inPage: Record<Verdict, (answer: Answer) => boolean> = {
  "sign-in": ({ status, location }) => status === 303 && location === "/admin/sign-in",
  "403": ({ status }) => status === 403,
  "404": ({ status }) => status === 404,
  "let in": ({ status }) => [200, 303, 307, 404, 429].includes(status),
}
/** To Next.js's own client the refusal is in the body. */
const inFlight: Record<Verdict, (answer: Answer) => boolean> = {
  "sign-in": ({ text }) => text.includes("NEXT_REDIRECT;replace;/admin/sign-in;303"),
  "403": ({ text }) => text.includes("NEXT_HTTP_ERROR_FALLBACK;403"),
  "404": ({ text }) => text.includes("NEXT_HTTP_ERROR_FALLBACK;404"),
  "let in": () => true,
}

/** What is wrong with an answer. Nothing: it is as the rules say. */
function complaintsAbout(route: Route, how: Ask, person: Person, answer: Answer): string[] {
  const verdict = verdictFor(route, person)
  const isDoorForIt = route.isPage || files.includes(route.path) === (how !== "post")
  const isRight = !isDoorForIt
    ? answer.status === 405
    : how === "prefetch" && route.isPage
      ? answer.status === 200
      : how === "rsc" && route.isPage
        ? inFlight[verdict](answer)
        : inPage[verdict](answer)
  const allowed = person === "viewer" ? (viewersSee[route.path] ?? []) : []
  const leaked = canariesIn(answer.text).filter((field) => !allowed.includes(field))
  const where = `${person} ${how} ${route.path}`
  return [...(isRight ? [] : [`${where}: ${answer.status} ${answer.location} instead of ${verdict}`]), ...leaked.map((field) => `${where} shows ${field}`)]
}

/** Signing out would end the session that the rest is asked with. */
const endsTheSession = ["/admin/sign-out", "/admin/sign-in/sso", "/admin/you/sign-out"]
const isAsked = (route: Route, person: Person) => !endsTheSession.includes(route.path) || person === "nobody" || person === "expired"

const forEach = <One, Result>(all: One[], work: (one: One) => Promise<Result>): Promise<Result[]> =>
  inParallel(all.length, 4, (index) => {
    const one = all[index]
    if (one === undefined) throw new Error("there is no such question")
    return work(one)
  })

test("every route of the build is known here: open, of the whole site, or of one event", () => {
  const known = (route: Route) => everybodys.includes(route.path) || open.includes(route.path) || siteWide.includes(route.path) || isOfEvent(route)
  expect(routes.filter((route) => !known(route)).map(({ path }) => path)).toEqual([])
  expect([...open, ...siteWide, ...everybodys, ...files, ...Object.keys(viewersSee)].filter((path) => !routes.some((route) => route.path === path))).toEqual([])
})

test("whoever must not pass is refused at every route, and sees and changes nothing of the event", async () => {
  const url = await site.databaseUrl()
  const kept = async () => {
    const { Session: _, Draft: __, ...tables } = await dumpDatabase(url, ids.id)
    return tables
  }
  const before = await kept()
  const questions = people.flatMap((person) => routes.filter((one) => isAsked(one, person)).flatMap((route) => asks.map((how) => ({ person, route, how }))))
  const answered = await forEach(questions, async ({ person, route, how }) => complaintsAbout(route, how, person, await ask(route, how, person)))
  const asked = new Set(questions.map(({ route }) => route.path)).size
  const complaints = answered.flat()
  console.log(`${asked} of ${routes.length} routes of the desk, ${people.length} people, ${answered.length} answers, ${complaints.length} complaints`)
  expect(complaints).toEqual([])
  expect(asked).toBe(routes.length)
  expect(await kept()).toEqual(before)
})

test("whoever may see and not change is told so in plain words, by pages and doors alike, and is not sent to sign in", async () => {
  const [page, door] = ["/admin/events/[id]/send", "/admin/events/[id]/send/pause"].map((path) => routes.find((route) => route.path === path))
  if (!page || !door) throw new Error("there is no such route")
  const [shown, said] = [await ask(page, "page", "viewer"), await ask(door, "post", "viewer")]
  expect(shown.text).toBe(said.text)
  expect(shown.text).toContain("You are signed in, and this is for those who run the event or the site.")
})

test("CVE-2026-9712: an event that is another's is answered like one that never was", async () => {
  const differing: string[] = []
  const strangers = ["viewer of another", "organiser of another"] as const
  const questions = strangers.flatMap((person) =>
    routes.filter(isOfEvent).flatMap((route) => (["page", "post"] as const).map((how) => ({ person, route, how }))),
  )
  await forEach(questions, async ({ person, route, how }) => {
    const [foreign, unknown] = [await ask(route, how, person), await ask(route, how, person, "00000000-0000-4000-8000-000000000000")]
    if (foreign.status !== unknown.status || foreign.text !== unknown.text)
      differing.push(`${person} ${how} ${route.path}: ${foreign.status}, ${unknown.status}`)
  })
  expect(differing).toEqual([])
})

test("the owner gets what the others do not, and to the judge of the others each of it is wrong", async () => {
  const seen = new Set<string>()
  const unnoticed: string[] = []
  for (const route of routes.filter((one) => isOfEvent(one) && (one.isPage || files.includes(one.path))))
    for (const how of ["page", "rsc"] as const) {
      const answer = await ask(route, how, "owner")
      expect([route.path, answer.status]).toEqual([route.path, 200])
      for (const field of canariesIn(answer.text)) seen.add(field)
      const complaints = complaintsAbout(route, how, "organiser of another", answer)
      if (!complaints.some((complaint) => complaint.includes(" shows ")) || complaints.length < 2) unnoticed.push(`${how} ${route.path}`)
    }
  console.log(`the owner sees ${seen.size} fields: ${[...seen].sort().join(", ")}`)
  expect(unnoticed).toEqual([])
  const secret = [
    "Event.joinUrl",
    "Event.passcode",
    "Registration.email",
    "Registration.name",
    "Delivery.smtpReply",
    "Delivery.recipient",
    "Message.body",
    "Speaker.bio",
    ...["Import.lines", "Event.questions", "Registration.answers", "Registration.note", "AuditEntry.detail", "AuditEntry.email"],
  ]
  expect(secret.filter((field) => !seen.has(field))).toEqual([])
})

test("a guard that lets somebody in is noticed at every door: here the role opens it", async () => {
  await sql(await site.databaseUrl(), `insert into "EventRole" ("userId", "eventId", role) values ($1, $2, 'organiser')`, [idOf("newcomer"), ids.id])
  // What takes a speaker, reading or question away comes last, or the doors after it would find nothing.
  const takesAway = ({ path }: Route) => Number(/\]\/remove$/.test(path))
  const doors = routes
    .filter((route) => isOfEvent(route) && !route.isPage && !files.includes(route.path))
    .sort((one, other) => takesAway(one) - takesAway(other))
  const unnoticed: string[] = []
  for (const route of doors) {
    const answer = await ask(route, "post", "newcomer")
    if (complaintsAbout(route, "post", "organiser of another", answer).length === 0) unnoticed.push(`${route.path}: ${answer.status}`)
  }
  console.log(`${doors.length - unnoticed.length} of ${doors.length} doors`)
  expect(unnoticed).toEqual([])
})
