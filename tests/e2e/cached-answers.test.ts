import { beforeAll, expect, test } from "vitest"
import { provide } from "@/lib/env"
import { attendToken } from "@/lib/registrations/token"
import { canariesIn, plantCanaries } from "../support/canaries"
import { openDesk } from "../support/desk"
import { inParallel } from "../support/posts"
import { addressOf, listRoutes } from "../support/routes"
import { startSite } from "../support/site"
import { sql } from "../support/sql"
import { until } from "../support/until"

// What is kept for everybody holds nothing that is somebody's: every page of the build is opened by the organiser and with a personal link, and then by
// strangers, and each answer that came from the cache, or says that others may keep it, is read.

const secret = "a secret of the tests of thirty-two characters or more"
const isPrivate = (field: string) => !/^(Event|Speaker|Reading)\.|-slug$/.test(field) || /^Event\.(joinUrl|passcode|joinInstructions)$/.test(field)
const headersOf = (cookie: string): Record<string, string>[] => [{ cookie }, { cookie, rsc: "1" }, {}, { rsc: "1" }]

let site: Awaited<ReturnType<typeof startSite>>
let cookie = ""
let token = ""
let addresses: string[] = []

beforeAll(async () => {
  site = await startSite({ env: { MAILER: "off", AUTH_SECRET: secret } })
  const url = await site.databaseUrl()
  const ids = await plantCanaries(url)
  cookie = (await openDesk(site, "canary-event-slug")).cookie
  provide({ AUTH_SECRET: secret })
  token = attendToken({ id: ids.registration, tokenVersion: 1 })
  const [user] = await sql<{ id: string }>(url, `select id from "User"`)
  const known = {
    ...ids,
    slug: "canary-event-slug",
    reading: "canary-reading-slug",
    moment: "now",
    device: ids.id,
    file: "none.webp",
    person: user?.id ?? "",
  }
  addresses = listRoutes("").map((route) => addressOf(route, { ...known, token }))
  // By its id on the desk, by its slug in public.
  addresses = addresses.map((address) => (address.startsWith("/admin") ? address.replace(known.reading, ids.reading) : address))
})

type Answer = { address: string; isKept: boolean; text: string; whole: string }

/** Opens every address as each of them, the private ones first and each twice. */
async function walk(): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const headers of headersOf(cookie))
    for (let visit = 0; visit < 2; visit += 1)
      await inParallel(addresses.length, 4, async (index) => {
        const address = addresses[index] ?? ""
        const answer = await fetch(`${site.url}${address}`, { headers, redirect: "manual" })
        const text = await answer.text()
        const isKept = answer.headers.has("x-nextjs-cache") || /s-maxage|public/.test(answer.headers.get("cache-control") ?? "")
        answers.push({ address, isKept, text, whole: `${JSON.stringify([...answer.headers])}${text}` })
      })
  return answers
}

const holdsPrivate = ({ whole }: Answer) =>
  canariesIn(whole).some(isPrivate) || whole.includes(token) || whole.includes(cookie.split("=")[1] ?? cookie) || whole.includes("organiser@localhost")
const leaks = (answers: Answer[]) => [...new Set(answers.filter((answer) => answer.isKept && holdsPrivate(answer)).map(({ address }) => address))]

test("no answer that is kept for others holds a link, a passcode, a token or an address", async () => {
  const answers = await walk()
  const [kept, others] = [true, false].map((isKept) => answers.filter((answer) => answer.isKept === isKept))
  console.log(
    `${addresses.length} addresses, ${answers.length} answers, ${kept?.length} of them kept for others, at ${new Set(kept?.map(({ address }) => address)).size} addresses`,
  )
  expect(kept?.length).toBeGreaterThan(40)
  // The walk did come to where the secrets are.
  const seen = new Set(others?.flatMap(({ text }) => canariesIn(text)))
  for (const field of ["Event.passcode", "Event.joinUrl", "Registration.email", "Registration.name"]) expect([...seen]).toContain(field)
  expect(leaks(answers)).toEqual([])
})

test("a page that is kept is sent as Next.js sent it when it was new: whole, to HEAD, to whoever has it, zipped or not", async () => {
  const page = `${site.url}/events/wes-session-repeat`
  await sql(await site.databaseUrl(), `insert into "PageChange" (paths) values ('{/events/wes-session-repeat}')`)
  const ask = (headers: Record<string, string> = {}, method = "GET", query = "") => fetch(page + query, { method, headers })
  let fresh = await ask()
  await until(async () => {
    fresh = await ask()
    return fresh.headers.get("x-nextjs-cache") !== "HIT"
  })
  const kept = await ask()
  // Next.js would have said so.
  expect([fresh.headers.has("x-nextjs-prerender"), kept.headers.has("x-nextjs-prerender")]).toEqual([true, false])
  const namesOf = ({ headers }: Response) => [...headers].filter(([name]) => !/^(date|vary|x-nextjs-|transfer-|content-length)/.test(name)).sort()
  expect([kept.headers.get("x-nextjs-cache"), namesOf(kept)]).toEqual(["HIT", namesOf(fresh)])
  const words = await fresh.text()
  expect(await kept.text()).toBe(words)
  for (const encoding of ["gzip", "br, gzip;q=0.5", "identity", "gzip;q=0", "br"]) {
    const answer = await ask({ "accept-encoding": encoding })
    expect([encoding, answer.headers.get("content-encoding"), (await answer.text()) === words]).toEqual([
      encoding,
      /^gzip$|0\.5/.test(encoding) ? "gzip" : null,
      true,
    ])
  }
  const head = await ask({}, "HEAD")
  expect([head.status, await head.text(), head.headers.get("etag")]).toEqual([200, "", fresh.headers.get("etag")])
  // Without a word of its own, fetch asks for nothing that is kept.
  const holding = { "cache-control": "max-age=0" }
  const again = await ask({ ...holding, "if-none-match": fresh.headers.get("etag") ?? "" })
  expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", fresh.headers.get("etag")])
  expect((await ask({ ...holding, "if-none-match": '"another"' })).status).toBe(200)
  expect(await (await ask({}, "GET", "?ref=letter")).text()).toBe(words)
  // A browser that goes on within the site asks for something else at the same address.
  expect((await ask({ rsc: "1" })).headers.get("content-type")).toBe("text/x-component")
})

test("control: a passcode on a page for everybody is found", async () => {
  const url = await site.databaseUrl()
  await sql(url, `update "Event" set about = about || ' ' || passcode where slug = 'canary-event-slug'`)
  await sql(url, `insert into "PageChange" (paths) values ('{/events/canary-event-slug}')`)
  await until(async () => canariesIn(await (await fetch(`${site.url}/events/canary-event-slug`)).text()).includes("Event.passcode"))
  expect(leaks(await walk())).toEqual(["/events/canary-event-slug"])
})
