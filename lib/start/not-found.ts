import type { ServerResponse } from "node:http"

/**
 * Next.js answers `notFound()` in a rendered page with 404 and a body that shows nothing without JavaScript.
 * That body is left out, and `html`, the page for unknown addresses, is sent in its place.
 */
export function replaceNotFound(response: ServerResponse, html: Buffer): void {
  const { writeHead, write, end } = response
  let isBlank = false
  // Every way to an answer leads through writeHead, compression's too, and after it the headers cannot change.
  response.writeHead = (...args: unknown[]) => {
    isBlank ||= response.statusCode === 404 && String(response.getHeader("content-type")).startsWith("text/html")
    if (isBlank) {
      for (const name of ["etag", "content-encoding", "transfer-encoding"]) response.removeHeader(name)
      response.setHeader("content-length", html.byteLength)
    }
    return Reflect.apply(writeHead, response, args)
  }
  response.write = (...args: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    return isBlank || Reflect.apply(write, response, args)
  }
  response.end = (...args: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    return Reflect.apply(end, response, isBlank ? [response.req.method === "HEAD" ? undefined : html] : args)
  }
}
