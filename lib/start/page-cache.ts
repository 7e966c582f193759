import type { CacheHandler, CacheHandlerContext, CacheHandlerValue } from "next/dist/server/lib/incremental-cache"
import { getMemoryCache } from "next/dist/server/lib/incremental-cache/memory-cache.external.js"
import { SharedCacheControls } from "next/dist/server/lib/incremental-cache/shared-cache-controls.external.js"
import { tellOfChange } from "@/lib/page-changes"
import { pause } from "./plain"

// The cached pages of this process. They stay in its memory, which is as quick as it gets; what all processes share is the news that a page is out of
// date (page-news.ts). Next.js makes one of these for every request.

/** When each path last became out of date, by this process's own clock. */
const outdated = new Map<string, number>()
/** The last pages that say that there is nothing, or where it is now. Apart from the others, or whoever tries out addresses would drive those out and fill all that there is. */
const unknown = new Map<string, CacheHandlerValue>()
const mostUnknown = 200
let isDatabaseAway = false
const lifetimes = new SharedCacheControls({ routes: {}, dynamicRoutes: {} })
let renders = 0
/** The pages, once Next.js has said how large they may be. */
let pages: ReturnType<typeof getMemoryCache> | null = null
/** What Next.js calls the page of each path that leads to one. */
const keys = new Map<string, string>()

const now = () => performance.timeOrigin + performance.now()
/** Next.js names paths so, beside the names of their files. */
const pathOf = (tag: string) => tag.replace(/^_N_T_/, "")
/** The path in a key, which is like /route-cache/APP_PAGE/{hash}/$/events/spring. null: it is another kind of key. */
const pathIn = (key: string) => /^\/route-cache\/APP_PAGE\/[^/]+\/\$(\/.*)$/.exec(key)?.[1] ?? null

/** From now on, renders that have begun before this are worth nothing for these paths. */
export function outdate(paths: string[]): void {
  for (const path of paths) outdated.set(path, now())
}

/** While the database is away, nothing can be rendered: pages go on being shown however old they are. */
export function setDatabaseAway(isAway: boolean): void {
  isDatabaseAway = isAway
}

/** The pages of this process, as Next.js asks for them: one of these for each request. */
export class PageCache implements CacheHandler {
  private readonly began = now()

  constructor({ maxMemoryCacheSize = 0 }: CacheHandlerContext) {
    pages ??= getMemoryCache(maxMemoryCacheSize)
  }

  async get(key: string): Promise<CacheHandlerValue | null> {
    const page = pages?.get(key) ?? unknown.get(key)
    if (!page) return null
    if (isDatabaseAway) return { ...page, lastModified: now() }
    return isOutdated(page) ? null : page
  }

  /** A page is as old as the request that it was rendered for: what was changed while it was rendered may not be in it. */
  async set(key: string, value: CacheHandlerValue["value"], context: Parameters<CacheHandler["set"]>[2]): Promise<void> {
    const page = { value, lastModified: this.began, ...("cacheControl" in context && { cacheControl: context.cacheControl }) }
    const path = pathIn(key)
    if (value && "status" in value && (value.status ?? 200) !== 200) this.keepUnknown(key, page)
    else {
      unknown.delete(key)
      pages?.set(key, page)
      if (path) keys.set(path, key)
    }
    // Next.js notes how long each address may be kept, for ever and for all that anybody ever asked for. Each page here knows that of itself.
    renders += 1
    if (renders % 1000 === 0) lifetimes.clear()
  }

  private keepUnknown(key: string, page: CacheHandlerValue): void {
    pages?.remove(key)
    unknown.delete(key)
    unknown.set(key, page)
    const [oldest] = unknown.keys()
    if (oldest !== undefined && unknown.size > mostUnknown) unknown.delete(oldest)
  }

  async revalidateTag(tags: string | string[]): Promise<void> {
    const paths = [tags].flat().map(pathOf)
    outdate(paths)
    await tellOfChange(paths).catch(() => void tellLater(paths))
  }

  resetRequestCache(): void {}
}

export type KeptPage = { html: string }

/** The page that is kept for a path and may be shown as it is. null: there is none, or it is too old, or it says that there is nothing. */
export function findKept(path: string): KeptPage | null {
  const page = pages?.get(keys.get(path) ?? "")
  if (!page) keys.delete(path)
  if (!page?.value || !("rscData" in page.value)) return null
  const lifetime = page.cacheControl?.revalidate
  const isFresh = typeof lifetime === "number" && now() < (page.lastModified ?? 0) + lifetime * 1000 && !isOutdated(page)
  return isFresh || isDatabaseAway ? page.value : null
}

function isOutdated({ value, lastModified }: CacheHandlerValue): boolean {
  const tags = value && "headers" in value ? value.headers?.["x-next-cache-tags"] : undefined
  return typeof tags === "string" && tags.split(",").some((tag) => (outdated.get(pathOf(tag)) ?? 0) >= lastModified)
}

/** After a minute every page has been rendered anew anyway. */
async function tellLater(paths: string[]): Promise<void> {
  for (let time = 0; time < 60; time += 1) {
    await pause(1000)
    const isTold = await tellOfChange(paths).then(
      () => true,
      () => false,
    )
    if (isTold) return
  }
}

/**
 * Next.js keeps its pages here. Its setting `cacheHandler` would do the same, but loads the file anew for every request, which takes a third of a
 * millisecond where TypeScript runs as it is. This name is where its own hosting puts such a class.
 */
export function keepPagesHere(): void {
  Reflect.set(globalThis, Symbol.for("@next/cache-handlers"), { FetchCache: PageCache })
}
