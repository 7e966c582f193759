import type { ServerResponse } from "node:http"

/** The page that is sent for each. */
export type Refusals = Record<404 | 403, Buffer>

/**
 * Next.js answers `notFound()` and `forbidden()` in a rendered page with 404 and 403 and a body that shows nothing without JavaScript.
 * That body is left out, and the page for its status is sent in its place.
 */
export function replaceRefusals(response: ServerResponse, pages: Refusals): void {
  const { writeHead, write, end } = response
  let html: Buffer | null = null
  // Every way to an answer leads through writeHead, compression's too, and after it the headers cannot change.
  response.writeHead = (...args: unknown[]) => {
    const isPage = String(response.getHeader("content-type")).startsWith("text/html")
    if (isPage && response.statusCode === 404) html = pages[404]
    // The 403 of a door has words of its own.
    if (isPage && response.statusCode === 403 && response.req.method !== "POST") html = pages[403]
    if (html) {
      for (const name of ["etag", "content-encoding", "transfer-encoding"]) response.removeHeader(name)
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
