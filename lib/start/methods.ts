import type { IncomingMessage, ServerResponse } from "node:http"

const known = ["GET", "HEAD", "POST", "OPTIONS"]

/**
 * Says with every 405 which methods there are (RFC 9110, section 15.5.6), which Next.js leaves out. The site has pages by GET and doors by POST; any other method
 * is asked of Next.js as OPTIONS, since only there it says what a route has.
 */
export function askForMethods(request: IncomingMessage, response: ServerResponse): void {
  const isKnown = known.includes(request.method ?? "")
  const others = request.method === "POST" ? "GET, HEAD, OPTIONS" : "OPTIONS, POST"
  if (!isKnown) request.method = "OPTIONS"
  const { writeHead } = response
  response.writeHead = (...args: unknown[]) => {
    if (!isKnown && response.statusCode < 400) response.statusCode = 405
    if (response.statusCode === 405 && !response.hasHeader("allow")) response.setHeader("allow", others)
    const [status, ...rest] = args
    return Reflect.apply(writeHead, response, [typeof status === "number" && !isKnown && status < 400 ? 405 : status, ...rest])
  }
}
