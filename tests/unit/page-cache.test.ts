import { createRequire } from "node:module"
import type { CacheHandler } from "next/dist/server/lib/incremental-cache"
import { expect, test } from "vitest"
import { findKept, outdate, PageCache, setDatabaseAway } from "@/lib/start/page-cache"

// Which pages are kept, and how long. Next.js makes a cache for each request: what is set through it was rendered for that request.

const context = { revalidatedTags: [], maxMemoryCacheSize: 1024 * 1024, _requestHeaders: {} }
const lifetime = { isRoutePPREnabled: false, isFallback: false, cacheControl: { revalidate: 60, expire: 60 } }
type Page = NonNullable<Parameters<CacheHandler["set"]>[1]>

/** A page at a path, as Next.js hands it over. Its kinds are a const enum, which no other module can name. */
const pageOf = (path: string, html: string, status = 200): Page => ({
  kind: "APP_PAGE" as Extract<Page, { html: string; rscData: unknown }>["kind"],
  html,
  rscData: undefined,
  postponed: undefined,
  segmentData: undefined,
  status,
  headers: { "x-next-cache-tags": `_N_T_/layout,_N_T_/events/[slug]/page,_N_T_${path}` },
})
const request = () => new PageCache(context)
const keep = (cache: Pick<CacheHandler, "set">, path: string, html = "words", status = 200) => cache.set(path, pageOf(path, html, status), lifetime)
const isKept = async (path: string) => (await request().get(path)) !== null

test("a page is kept until it is out of date", async () => {
  await keep(request(), "/events/one")
  await keep(request(), "/events/two")
  expect(await isKept("/events/one")).toBe(true)
  outdate(["/events/one"])
  expect(await isKept("/events/one")).toBe(false)
  expect(await isKept("/events/two")).toBe(true)
})

test("a render that began before an edit is not kept after it; one that began after it is", async () => {
  const before = request()
  outdate(["/events/edited"])
  const after = request()
  await keep(before, "/events/edited", "old")
  expect(await isKept("/events/edited")).toBe(false)
  await keep(after, "/events/edited", "new")
  expect(await isKept("/events/edited")).toBe(true)
})

test("control: the cache of Next.js itself keeps a render that began before an edit", async () => {
  const { default: FileSystemCache } = createRequire(import.meta.url)("next/dist/server/lib/incremental-cache/file-system-cache.js")
  const theirs = new FileSystemCache({ ...context, fs: {}, serverDistDir: "" })
  await theirs.revalidateTag("_N_T_/events/theirs")
  await new Promise((resolve) => setTimeout(resolve, 5))
  await keep(theirs, "/events/theirs", "old")
  expect(await theirs.get("/events/theirs", { kind: "APP_PAGE" })).not.toBeNull()
})

test("while the database is away, a page that is out of date is shown as if it were new", async () => {
  await keep(request(), "/events/away")
  outdate(["/events/away"])
  setDatabaseAway(true)
  const asked = Date.now()
  const shown = await request().get("/events/away")
  expect(shown?.lastModified).toBeGreaterThanOrEqual(asked)
  setDatabaseAway(false)
  expect(await isKept("/events/away")).toBe(false)
})

test.each([404, 307])(
  "pages that say that there is nothing, or lead elsewhere (%i), drive out none but each other, and give way to what is there later",
  async (status) => {
    await keep(request(), "/events/real")
    for (let number = 0; number < 500; number += 1) await keep(request(), `/events/nobody-${number}`, "nothing", status)
    const kept = await Promise.all(Array.from({ length: 500 }, (_, number) => isKept(`/events/nobody-${number}`)))
    expect(kept.filter(Boolean)).toHaveLength(200)
    expect(kept.at(-1)).toBe(true)
    expect(await isKept("/events/real")).toBe(true)
    outdate(["/events/nobody-499"])
    expect(await isKept("/events/nobody-499")).toBe(false)
    await keep(request(), "/events/nobody-499")
    expect(await isKept("/events/nobody-499")).toBe(true)
  },
)

test("what is kept is found by its path while it is fresh, and while the database is away; what says that it is elsewhere is not", async () => {
  const keyOf = (path: string) => `/route-cache/APP_PAGE/0123/$${path}`
  const keepFor = (path: string, revalidate: number, status = 200) =>
    request().set(keyOf(path), pageOf(path, "words", status), { ...lifetime, cacheControl: { revalidate, expire: 60 } })
  await keepFor("/events/fresh", 60)
  await keepFor("/events/old", 0)
  await keepFor("/events/missing", 60, 404)
  await keepFor("/events/elsewhere", 60, 307)
  const found = () => ["fresh", "old", "missing", "elsewhere", "other"].map((name) => findKept(`/events/${name}`)?.html)
  expect(found()).toEqual(["words", undefined, undefined, undefined, undefined])
  outdate(["/events/fresh"])
  expect(found()).toEqual([undefined, undefined, undefined, undefined, undefined])
  setDatabaseAway(true)
  expect(found()).toEqual(["words", "words", undefined, undefined, undefined])
  setDatabaseAway(false)
})
