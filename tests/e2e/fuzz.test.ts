import fc from "fast-check"
import { beforeAll, expect, test } from "vitest"
import { memoryOf } from "../support/memory"
import { inParallel } from "../support/posts"
import { type Site, startSite } from "../support/site"
import { full } from "../support/size"
import { sql } from "../support/sql"

// Whatever is posted to the doors of the public pages gets an answer that was meant.

const posts = full(2000, 50_000)
const warmUp = full(500, 5000)
const width = 20
const piece = full(500, 1000)
let site: Site
let doors: string[] = []

beforeAll(async () => {
  site = await startSite({ env: { MAILER: "off" } })
  const database = await site.databaseUrl()
  await sql(database, `update "Event" set questions = $1 where slug = 'wes-session-repeat'`, [
    JSON.stringify([
      { id: "00000000-0000-4000-8000-000000000001", kind: "any", label: "Days", hint: "", required: false, choices: ["One", "Two"] },
      { id: "00000000-0000-4000-8000-000000000002", kind: "number", label: "How many", hint: "", required: false, choices: [] },
    ]),
  ])
  const events = `${site.url}/events/wes-session-repeat`
  const attend = `${site.url}/attend/${"A".repeat(44)}`
  doors = [
    ...Array<string>(6).fill(`${events}/registrations`),
    `${site.url}/events/no-such-event/registrations`,
    `${site.url}/events/%00/registrations`,
    `${events}/lost-link/request`,
    ...["join", "cancel", "restore", "accept", "details", "erase", "unsubscribe", "subscribe"].map((door) => `${attend}/${door}`),
    `${site.url}/address/${"A".repeat(44)}/confirm`,
    `${site.url}/admin/sign-in/request`,
    `${site.url}/admin/events/create`,
  ]
})

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

async function send(sample: typeof posted extends fc.Arbitrary<infer Post> ? Post : never): Promise<{ door: string; status: number; body: string }> {
  const door = doors[sample.door % doors.length] ?? ""
  const headers = { "content-type": sample.type, origin: sample.origin === "own" ? site.url : sample.origin }
  // Before a body that is too large is read to its end the door may have answered and closed: the connection is all that a client sees of it then.
  const answer = await fetch(door, { method: "POST", headers, body: Buffer.from(sample.body, "utf8"), redirect: "manual" }).catch(() => null)
  await answer?.text()
  return { door, status: answer?.status ?? 0, body: sample.body }
}

test(
  `${posts} forms that nobody sends: none is answered with 500 or above, and the site grows by 100 MB at most`,
  async () => {
    const run = async (count: number, seed: number) => {
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
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status >= 500 || (status === 0 && body.length < 64 * 1024)) wrong.push({ door, status, body: body.slice(0, 200) })
      }
    }
    console.log(`memory before each piece, in MB: ${held.join(" ")}`)
    const grown = ((await memoryOf(site)) - before) / 1e6
    console.log(
      `${posts} posts to ${new Set(doors).size} doors: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}, memory ${grown >= 0 ? "+" : ""}${grown.toFixed(0)} MB`,
    )
    expect(wrong).toEqual([])
    expect(statuses.get(303)).toBeGreaterThan(posts / 10)
    expect(grown).toBeLessThan(100)
    const [kept] = await sql<{ registered: number }>(await site.databaseUrl(), `select count(*)::int as registered from "Registration"`)
    expect(kept?.registered).toBeGreaterThan(0)
  },
  full(300_000, 1_800_000),
)
