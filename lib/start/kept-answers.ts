import type { IncomingMessage, ServerResponse } from "node:http"
import { gzipSync } from "node:zlib"
import { generateETag } from "next/dist/server/lib/etag"
import { sendEtagResponse } from "next/dist/server/send-payload"
import { findKept, type Kept } from "./page-cache"

// Pages that are kept for everybody are sent from here. Next.js would send the same, and first look through its hundred routes: half of what such an
// answer costs.

/** A page as it is sent; made once for each. */
const made = new WeakMap<Kept, Answer>()
type Answer = { etag: string; plain: Buffer; gzip: Buffer }

/** A browser that takes gzip says so, and may say in the same breath that it does not (RFC 9110, section 12.4.2). */
const takesGzip = ({ headers }: IncomingMessage) => /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/i.test(String(headers["accept-encoding"]))

/** Sends the page that is kept for this path. False when there is none: then Next.js renders one, or has something else to say. */
export function sendKept(request: IncomingMessage, response: ServerResponse, path: string): boolean {
  const isPage = (request.method === "GET" || request.method === "HEAD") && request.headers.rsc === undefined
  const kept = isPage ? findKept(path) : null
  if (!kept) return false
  const page = made.get(kept) ?? make(kept)
  const isGzip = takesGzip(request)
  response.setHeader("vary", "rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch, accept-encoding")
  response.setHeader("x-nextjs-cache", "HIT")
  response.setHeader("cache-control", "s-maxage=60")
  if (sendEtagResponse(request, response, page.etag)) return true
  response.setHeader("content-type", "text/html; charset=utf-8")
  if (isGzip) response.setHeader("content-encoding", "gzip")
  const body = isGzip ? page.gzip : page.plain
  response.setHeader("content-length", body.byteLength)
  response.end(request.method === "HEAD" ? undefined : body)
  return true
}

function make(kept: Kept): Answer {
  const page = { etag: generateETag(kept.html), plain: Buffer.from(kept.html), gzip: gzipSync(kept.html) }
  made.set(kept, page)
  return page
}
