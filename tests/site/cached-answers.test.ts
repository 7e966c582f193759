import { beforeAll, expect, test } from "vitest"
import { provide } from "@/lib/env"
import { attendToken } from "@/lib/registrations/token"
import { canariesIn, plantCanaries } from "../support/canaries"
import { copyDemonstration, type OwnEvent } from "../support/event"
import { inParallel } from "../support/posts"
import { addressOf, listRoutes } from "../support/routes"
import { secret } from "../support/secret"
import { openOwnerSession, ownerOf } from "../support/session"
import { openSite, type Site } from "../support/site"
import { sql } from "../support/sql"
import { until } from "../support/until"

// What is kept for everybody holds nothing that is somebody's: every page of the build is opened by the organiser and with a personal link, and then by
// strangers, and each answer that came from the cache, or says that others may keep it, is read.

const isPrivate = (field: string) => !/^(Event|Speaker|Reading)\.|-slug$/.test(field) || /^Event\.(joinUrl|passcode|joinInstructions)$/.test(field)
const headersOf = (cookie: string): Record<string, string>[] => [{ cookie }, { cookie, rsc: "1" }, {}, { rsc: "1" }]

let site: Site
/** The event with the canaries, and one without. */
let ids: Awaited<ReturnType<typeof plantCanaries>>
let event: OwnEvent
let cookie = ""
let token = ""
let addresses: string[] = []

beforeAll(async () => {
  site = await openSite()
  const url = await site.databaseUrl()
  ids = await plantCanaries(url)
  event = await copyDemonstration(site)
  cookie = await openOwnerSession(url)
  provide({ AUTH_SECRET: secret })
  token = attendToken({ id: ids.registration, tokenVersion: 1 })
  const person = await ownerOf(url)
  const known = {
    ...ids,
    reading: "canary-reading-slug",
    moment: "now",
    device: ids.id,
    file: "none.webp",
    person,
  }
  addresses = listRoutes("").map((route) => addressOf(route, { ...known, token }))
  // By its id on the desk, by its slug in public.
  addresses = addresses.map((address) => (address.startsWith("/admin") ? address.replace(known.reading, ids.reading) : address))
  await site.idle(ids.id)
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

test.each(["/", "/events/[slug]"])(
  "%s is sent while it is kept as Next.js sent it when it was new: whole, to HEAD, to whoever has it, zipped or not",
  async (kind) => {
    const path = kind.replace("[slug]", event.slug)
    const ask = (headers: Record<string, string> = {}, method = "GET", query = "") => fetch(site.url + path + query, { method, headers })
    // Once it is kept, it is made anew for no other reason than this.
    await until(async () => !isByNext(await ask()))
    await sql(await site.databaseUrl(), `insert into "PageChange" (paths) values ($1)`, [[`/events/${event.slug}`, "/front/now"]])
    let fresh = await ask()
    await until(async () => {
      fresh = await ask()
      return isByNext(fresh)
    })
    const kept = await ask()
    const headersOf = ({ headers }: Response) =>
      [...headers]
        .map((line) => line.join(": ").toLowerCase())
        .filter((line) => !/^(date|x-nextjs-|transfer-|content-length)/.test(line))
        .sort()
    expect(headersOf(kept)).toEqual(headersOf(fresh))
    const words = await fresh.text()
    expect(await kept.text()).toBe(words)
    const bytes = String(Buffer.byteLength(words))
    for (const encoding of ["gzip", "br, gzip;q=0.5", "identity", "gzip;q=0", "br"]) {
      const answer = await ask({ "accept-encoding": encoding })
      const isGzip = answer.headers.get("content-encoding") === "gzip"
      const isWhole = (await answer.text()) === words && (isGzip || answer.headers.get("content-length") === bytes)
      expect([encoding, isGzip, isWhole, isByNext(answer)]).toEqual([encoding, /^gzip$|0\.5/.test(encoding), true, false])
    }
    const etag = fresh.headers.get("etag") ?? ""
    const head = await ask({ "accept-encoding": "identity" }, "HEAD")
    expect([head.status, await head.text(), head.headers.get("etag"), head.headers.get("content-length"), isByNext(head)]).toEqual([
      200,
      "",
      etag,
      bytes,
      false,
    ])
    // Without a word of its own, fetch asks for nothing that is kept. A proxy that zips makes a weak tag of it.
    for (const held of [etag, `W/${etag}`]) {
      const again = await ask({ "cache-control": "max-age=0", "if-none-match": held })
      expect([held, again.status, await again.text(), again.headers.get("etag"), isByNext(again)]).toEqual([held, 304, "", etag, false])
    }
    expect((await ask({ "cache-control": "max-age=0", "if-none-match": '"another"' })).status).toBe(200)
    const sourced = await ask({}, "GET", "?ref=letter")
    expect([await sourced.text(), isByNext(sourced)]).toEqual([words, false])
    // A browser that goes on within the site asks for something else at the same address.
    expect((await ask({ rsc: "1" })).headers.get("content-type")).toBe("text/x-component")
  },
)

/** Only Next.js says that it made the page beforehand. */
const isByNext = ({ headers }: Response) => headers.has("x-nextjs-prerender")

test("control: a passcode on a page for everybody is found", async () => {
  const url = await site.databaseUrl()
  const page = `/events/${ids.slug}`
  await sql(url, `update "Event" set about = about || ' ' || passcode where id = $1`, [ids.id])
  await sql(url, `insert into "PageChange" (paths) values ($1)`, [[page]])
  await until(async () => canariesIn(await (await fetch(`${site.url}${page}`)).text()).includes("Event.passcode"))
  expect(leaks(await walk())).toEqual([page])
})
