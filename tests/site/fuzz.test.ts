import fc from "fast-check"
import { beforeAll, expect, test } from "vitest"
import { plantCanaries } from "../support/canaries"
import { openDesk } from "../support/desk"
import { methodsOf } from "../support/door-judge"
import { memoryOf } from "../support/memory"
import { inParallel } from "../support/posts"
import { addressOf, listRoutes, type Route } from "../support/routes"
import { openSession } from "../support/session"
import { type OwnSite, startSite } from "../support/site"
import { full } from "../support/size"
import { sql } from "../support/sql"

// Whatever is posted to a door gets an answer that was meant: to every door of the build, those of the desk by somebody who is signed in.

const posts = full(1500, 50_000)
const warmUp = full(500, 5000)
const width = 20
const piece = full(500, 1000)
let site: OwnSite
let doors: string[] = []
let routes: Route[] = []
let bounceKey = ""
const session = "a-session-that-no-door-ends"

beforeAll(async () => {
  site = await startSite({ env: { MAILER: "off" } })
  const database = await site.databaseUrl()
  await sql(database, `update "Event" set questions = $1 where slug = 'wes-session-repeat'`, [
    JSON.stringify([
      { id: "00000000-0000-4000-8000-000000000001", kind: "any", label: "Days", hint: "", required: false, choices: ["One", "Two"] },
      { id: "00000000-0000-4000-8000-000000000002", kind: "number", label: "How many", hint: "", required: false, choices: [] },
    ]),
  ])
  await sql(database, `insert into "User" (id, email, role) values ('fuzz', 'fuzz@example.org', 'owner')`)
  await openSession(database, "fuzz", session)
  const desk = await openDesk(site, "wes-session-repeat")
  bounceKey = /api\/bounces\?key=([\w-]{43})/.exec(await (await desk.site("/admin/bounces")).text())?.[1] ?? ""
  const candidates = listRoutes("").filter(({ isPage, path }) => !isPage && !path.includes("...") && !path.includes("."))
  const ids = {
    id: desk.id,
    token: "A".repeat(44),
    slug: "x",
    speaker: desk.id,
    reading: desk.id,
    registration: desk.id,
    import: desk.id,
    question: desk.id,
    device: desk.id,
  }
  const methods = await inParallel<string[]>(candidates.length, 4, async (index) => {
    const route = candidates[index]
    return route ? methodsOf(`${site.url}${addressOf(route, { ...ids, person: "somebody", file: "x.webp" })}`) : []
  })
  routes = candidates.filter((_, index) => methods[index]?.includes("POST"))
})

/** The doors of an event that has one of everything, made anew, since some doors take things away. Registering is what most people do. */
async function openDoors(): Promise<void> {
  const database = await site.databaseUrl()
  await sql(database, `delete from "Event" where slug like '%canary%' or title like '%canary%'`)
  const ids = {
    ...(await plantCanaries(database)),
    token: "A".repeat(44),
    slug: "wes-session-repeat",
    person: "somebody",
    device: "00000000-0000-4000-8000-000000000000",
  }
  await sql(database, `insert into "User" (id, email, role) values ('somebody', 'somebody@example.org', 'viewer') on conflict do nothing`)
  const events = `${site.url}/events/wes-session-repeat`
  const all = routes.map((route) => `${site.url}${addressOf(route, ids)}${route.path === "/api/bounces" ? `?key=${bounceKey}` : ""}`)
  doors = [
    ...Array<string>(20).fill(`${events}/registrations`),
    `${site.url}/events/no-such-event/registrations`,
    `${site.url}/events/%00/registrations`,
    ...all,
  ]
}
/** Whoever signs out here must not end the session that the other doors are asked with. */
const cookieFor = (door: string): Record<string, string> =>
  door.includes("/admin") && !/\/sign-(out|in)/.test(door) ? { cookie: `authjs.session-token=${session}` } : {}

const fieldName = fc.oneof(
  fc.constantFrom(
    "name",
    "email",
    "organisation",
    "updates",
    "website",
    "ref",
    "asked",
    "take",
    "embed",
    "q.00000000-0000-4000-8000-000000000001",
    "q.00000000-0000-4000-8000-000000000002",
  ),
  fc.constantFrom(
    ...["title", "date", "from", "to", "endDay", "timeZone", "capacity", "slug", "about", "summary", "label", "kind", "choices", "least", "most", "hint"],
    ...["person", "act", "sure", "version", "joinUrl", "passcode", "joinInstructions", "role", "links", "bio", "subject", "body", "audience", "draft"],
    ...["note", "search", "tab", "columns", "mail", "count", "url", "recordingUrl", "offerHours", "retentionDays", "reminderOffsets", "embedOrigins", "event"],
  ),
  fc.constantFrom("__proto__", "constructor", "toString", "name[]", "email[0]", "name.first", "", "\0", "q.", "q.__proto__", "__proto__[x]"),
  fc.string({ maxLength: 12, unit: "binary" }),
)
const value = fc.oneof(
  fc.constantFrom(
    "",
    "Ada Example",
    "ada@example.org",
    "ada@gmial.com",
    "yes",
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    "\u202e",
    "\r\nBcc: eve@example.org",
    "=1+1",
    "<script>",
    "'; drop table",
    "NaN",
    "1e999",
    "-1",
  ),
  fc.constantFrom(
    "cancel",
    "registered",
    "organiser",
    "viewer",
    "2027-03-04",
    "10:00",
    "Europe/London",
    "https://example.org/j",
    "line",
    "0001-01-01",
    "99999999999999999999",
  ),
  fc.constantFrom("00000000-0000-4000-8000-000000000000", "wes-session-repeat"),
  fc.string({ maxLength: 40, unit: "binary" }),
  fc.string({ maxLength: 40, unit: "grapheme" }),
  fc.emailAddress(),
)
/** Surrogates alone have no UTF-8: they go out as the bytes that they would have. */
const encode = (text: string) =>
  [...text].map((sign) => (/^[\ud800-\udfff]$/.test(sign) ? "%ED%A0%80" : encodeURIComponent(sign).replace(/%20/g, "+"))).join("")
const encoded = (fields: [string, string][]) => fields.map(([name, text]) => `${encode(name)}=${encode(text)}`).join("&")

const likely = fc.record({ name: value, email: fc.oneof(fc.emailAddress(), value), organisation: value }).map((fields) => encoded(Object.entries(fields)))
const body = fc.oneof(
  { weight: 40, arbitrary: likely },
  { weight: 40, arbitrary: fc.array(fc.tuple(fieldName, value), { maxLength: 12 }).map(encoded) },
  { weight: 10, arbitrary: fc.string({ maxLength: 200, unit: "binary" }) },
  { weight: 5, arbitrary: fc.constantFrom("%", "%zz=%", "&&&=&", "name=%C3%28&email=%FF", "a=".repeat(150), '{"name": "Ada"}', "--x\r\n") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `name=${"x".repeat(1_000_000)}`,
      `email=${"%00".repeat(300_000)}`,
      `name=Ada&email=ada@example.org&organisation=${"ä".repeat(40_000)}`,
    ),
  },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 10_000 }, (_, index) => `field${index}=1`).join("&")) },
)
const type = fc.oneof(
  { weight: 9, arbitrary: fc.constant("application/x-www-form-urlencoded") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "application/json",
      "multipart/form-data; boundary=x",
      "multipart/form-data",
      "text/plain",
      "application/x-www-form-urlencoded; charset=utf-16",
      ";",
      "x".repeat(500),
    ),
  },
)
const posted = fc.record({
  door: fc.nat(),
  body,
  type,
  origin: fc.oneof({ weight: 9, arbitrary: fc.constant("own") }, { weight: 1, arbitrary: fc.constantFrom("null", "https://elsewhere.example", "nonsense") }),
})

type Post = typeof posted extends fc.Arbitrary<infer Sample> ? Sample : never

/** What an upload door takes, with a file made of the sample: one that begins as a picture does, or as a list. */
function asUpload(body: string): { body: Buffer; type: string } {
  const heads = [Buffer.of(0xff, 0xd8, 0xff), Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), Buffer.from("name,email\n")]
  const head = Buffer.from(
    `--x\r\nContent-Disposition: form-data; name="focusX"\r\n\r\n${body.slice(0, 9)}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n`,
  )
  const file = Buffer.concat([heads[body.length % heads.length] ?? Buffer.of(), Buffer.from(body)])
  return { body: Buffer.concat([head, file, Buffer.from("\r\n--x--\r\n")]), type: "multipart/form-data; boundary=x" }
}

async function send(sample: Post): Promise<{ door: string; status: number; body: string }> {
  const door = doors[sample.door % doors.length] ?? ""
  const { body, type } = door.endsWith("/upload") ? asUpload(sample.body) : { body: Buffer.from(sample.body, "utf8"), type: sample.type }
  const headers = { "content-type": type, origin: sample.origin === "own" ? site.url : sample.origin, ...cookieFor(door) }
  // Before a body that is too large is read to its end the door may have answered and closed: the connection is all that a client sees of it then.
  const answer = await fetch(door, { method: "POST", headers, body: new Uint8Array(body), redirect: "manual" }).catch(() => null)
  await answer?.text()
  return { door, status: answer?.status ?? 0, body: sample.body }
}

test(
  `${posts} forms that nobody sends: none is answered with 500 or above, and the site grows by 100 MB at most`,
  async () => {
    const asked = new Set<string>()
    const run = async (count: number, seed: number) => {
      await openDoors()
      const samples = fc.sample(posted, { numRuns: count, seed })
      return inParallel(count, width, (index) => send(samples[index] ?? { door: 0, body: "", type: "", origin: "own" }))
    }
    // In pieces like those that count: what the process takes for itself while it waits between them belongs to the warm-up.
    for (let warmed = 0; warmed < warmUp; warmed += piece) await run(piece, 1_000_000 + warmed)
    const before = await memoryOf(site)
    const statuses = new Map<number, number>()
    const wrong: unknown[] = []
    const held: number[] = []
    for (let sent = 0, seed = 2; sent < posts; sent += piece, seed += 1) {
      held.push(Math.round(((await memoryOf(site)) - before) / 1e6))
      for (const { door, status, body } of await run(piece, seed)) {
        asked.add(door.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…"))
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status >= 500 || (status === 0 && body.length < 64 * 1024)) wrong.push({ door, status, body: body.slice(0, 200) })
      }
    }
    console.log(`memory before each piece, in MB: ${held.join(" ")}`)
    const grown = ((await memoryOf(site)) - before) / 1e6
    console.log(
      `${posts} posts to ${asked.size} addresses of ${routes.length} doors: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}, memory ${grown >= 0 ? "+" : ""}${grown.toFixed(0)} MB`,
    )
    expect(wrong).toEqual([])
    expect(asked.size).toBe(routes.length + 2)
    expect(statuses.get(303)).toBeGreaterThan(posts / 10)
    expect(grown).toBeLessThan(100)
    const [kept] = await sql<{ registered: number }>(await site.databaseUrl(), `select count(*)::int as registered from "Registration"`)
    expect(kept?.registered).toBeGreaterThan(0)
  },
  full(300_000, 1_800_000),
)
