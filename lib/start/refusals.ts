import type { ServerResponse } from "node:http"
import { currentReference, withReference } from "@/lib/reference"
import { smallPageHtml } from "@/lib/small-page"

/** The page that is sent for each. */
export type Refusals = Record<404 | 403, Buffer>

/**
 * Next.js answers `notFound()`, `forbidden()` and errors in a rendered page with a body that shows nothing without JavaScript, and a GET of a form's door with
 * an empty one. That body is left out, and the page for its status is sent in its place.
 */
export function replaceRefusals(response: ServerResponse, pages: Refusals, path: string): void {
  const { writeHead, write, end } = response
  const reference = currentReference() ?? ""
  let html: Buffer | null = null
  // Every way to an answer leads through writeHead, compression's too, and after it the headers cannot change.
  response.writeHead = (...args: unknown[]) => {
    const page = pageFor(response, pages, path)
    html = typeof page === "function" ? Buffer.from(withReference(reference, page)) : page
    if (html) {
      for (const name of ["etag", "content-encoding", "transfer-encoding"]) response.removeHeader(name)
      response.setHeader("content-type", "text/html; charset=utf-8")
      response.setHeader("content-length", html.byteLength)
    }
    return Reflect.apply(writeHead, response, args)
  }
  response.write = (...args: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    return html !== null || Reflect.apply(write, response, args)
  }
  response.end = (...args: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    return Reflect.apply(end, response, html ? [response.req.method === "HEAD" ? undefined : html] : args)
  }
}

function pageFor(response: ServerResponse, pages: Refusals, path: string): Buffer | (() => string) | null {
  const { statusCode, req } = response
  const isPage = String(response.getHeader("content-type")).startsWith("text/html")
  if (isPage && statusCode === 404) return pages[404]
  // The 403 of a door has words of its own.
  if (isPage && statusCode === 403 && req.method !== "POST") return pages[403]
  if (isPage && statusCode === 500) return brokenPage
  if (statusCode === 405 && (req.method === "GET" || req.method === "HEAD")) return () => onlyFormsPage(path)
  return null
}

const brokenPage = () =>
  smallPageHtml(500, "The site could not show it just now. Please try again in a moment.", undefined, { back: { href: "", words: "Try again" } })

/** The door of a form, whose address somebody has opened or loaded again. Its form is on the page above. */
function onlyFormsPage(path: string): string {
  const [, room = "", name = ""] = path.split("/")
  const above = room === "events" || room === "attend" || room === "address" ? `/${room}/${name}` : room === "admin" ? "/admin" : "/"
  const sentence = "Nothing was sent, and nothing is lost. Open the page that the form is on."
  return smallPageHtml(405, sentence, undefined, { back: { href: above, words: "Open the page" } })
}
