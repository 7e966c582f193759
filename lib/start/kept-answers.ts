import type { IncomingMessage, ServerResponse } from "node:http"
import { gzipSync } from "node:zlib"
import { generateETag } from "next/dist/server/lib/etag.js"
import { sendEtagResponse } from "next/dist/server/send-payload.js"
import { findKept, type KeptPage } from "./page-cache"

// Pages that are kept for everybody are sent from here. Next.js would send the same with two more headers of its own (x-nextjs-prerender and
// x-nextjs-stale-time), and first look through its hundred routes: most of what such an answer costs.

/** A page as it is sent; made once for each. */
const made = new WeakMap<KeptPage, Made>()
type Made = { etag: string; bytes: number; gzip: Buffer }

/** A browser that takes gzip says so, and may say in the same breath that it does not (RFC 9110, section 12.4.2). */
const takesGzip = ({ headers }: IncomingMessage) => /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/i.test(String(headers["accept-encoding"]))

/** Sends the page that is kept for this path. False when there is none: then Next.js renders one, or has something else to say. */
export function sendKept(request: IncomingMessage, response: ServerResponse, path: string): boolean {
  const isPage = (request.method === "GET" || request.method === "HEAD") && request.headers.rsc === undefined
  const kept = isPage ? findKept(path) : null
  if (!kept) return false
  const { etag, bytes, gzip } = made.get(kept) ?? make(kept)
  const isGzip = takesGzip(request)
  response.setHeader("vary", "rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch, accept-encoding")
  response.setHeader("x-nextjs-cache", "HIT")
  response.setHeader("cache-control", "s-maxage=60")
  if (sendEtagResponse(request, response, etag)) return true
  response.setHeader("content-type", "text/html; charset=utf-8")
  if (isGzip) response.setHeader("content-encoding", "gzip")
  response.setHeader("content-length", isGzip ? gzip.byteLength : bytes)
  response.end(request.method === "HEAD" ? undefined : isGzip ? gzip : kept.html)
  return true
}

function make(kept: KeptPage): Made {
  const page = { etag: generateETag(kept.html), bytes: Buffer.byteLength(kept.html), gzip: gzipSync(kept.html) }
  made.set(kept, page)
  return page
}
