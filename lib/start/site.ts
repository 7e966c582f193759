import { createServer, type RequestListener, type Server } from "node:http"
import next from "next"
import { isLoopback, settings } from "@/lib/env"
import { factsOf, log } from "@/lib/log"
import { answerMetrics } from "@/lib/metrics/answer"
import { countDoorAnswer } from "@/lib/metrics/counters"
import { withReference } from "@/lib/reference"
import { forbiddenPage, smallPageHtml } from "@/lib/small-page"
import { readStacksOfAborts } from "./aborts"
import { setHeaders } from "./headers"
import { sendKept } from "./kept-answers"
import { askForMethods } from "./methods"
import { takeDownNextWords } from "./next-words"
import { keepPagesHere } from "./page-cache"
import { watchPageChanges } from "./page-news"
import { listen } from "./ports"
import { referenceOf, visitorAddress } from "./proxies"
import { type Refusals, replaceRefusals } from "./refusals"

export type Site = { open: () => Promise<void>; close: () => Promise<void> }

/** Takes the port at once, so that a port in use is known before anything else starts; `open` then serves the pages. */
export async function reserveSite(development: boolean): Promise<Site> {
  let answer: RequestListener = (_request, response) => {
    response.writeHead(503, { "retry-after": "5", "content-type": "text/plain; charset=utf-8" }).end("The site is starting.")
  }
  const server = createServer((request, response) => answer(request, response))
  const { PORT, SITE_URL } = settings()
  // A site that only this machine may reach listens to this machine only.
  await listen(server, PORT, isLoopback(SITE_URL) ? "127.0.0.1" : undefined, "PORT")
  let closeNext = async () => {}
  let giveConsoleBack = () => {}
  return {
    async open() {
      keepPagesHere()
      readStacksOfAborts()
      const news = watchPageChanges()
      const app = next({ dev: development, hostname: new URL(SITE_URL).hostname, port: PORT, httpServer: server })
      await app.prepare()
      closeNext = async () => {
        await news.stop()
        await app.close()
      }
      const handle = app.getRequestHandler()
      answer = pages(handle, development, null)
      answer = pages(handle, development, await refusalPages(PORT))
      // At its first request Next.js begins to listen for other protocols, which only its development tools speak. It would hold whoever asks for one for ever;
      // with nobody listening, they are answered as if they had not asked (RFC 9110, section 7.8).
      if (!development) server.removeAllListeners("upgrade")
      if (!development) giveConsoleBack = takeDownNextWords()
    },
    async close() {
      await closeServer(server)
      await closeNext()
      giveConsoleBack()
    },
  }
}

type Handle = ReturnType<ReturnType<typeof next>["getRequestHandler"]>

function pages(handle: Handle, development: boolean, refusals: Refusals | null): RequestListener {
  const answer: RequestListener = async (request, response) => {
    const target = targetOf(request.url ?? "/")
    if (target === null) return void response.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end("Bad request")
    const path = target.split("?")[0] ?? "/"
    if (!isReadable(path)) return void response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Not found")
    if (answerMetrics(request, response, path)) return
    if (request.method === "POST") response.once("finish", () => countDoorAnswer(response.statusCode))
    // The front door is a cached slug page. A rewrite in next.config.ts would cost every other page a fifth of its speed.
    const page = path === "/" ? "/front/now" : path
    request.url = page + target.slice(path.length)
    request.headers["x-forwarded-for"] = visitorAddress(request)
    try {
      await setHeaders(request, response, path, development)
      if (!development && sendKept(request, response, page)) return
      if (refusals && request.headers.rsc === undefined) replaceRefusals(response, refusals, path)
      askForMethods(request, response)
      await handle(request, response)
    } catch (error) {
      log.error(factsOf(error), "a request could not be answered")
      // Of an answer that is half sent, nobody can make a whole one.
      if (response.headersSent) return void response.destroy()
      response.writeHead(503, { "retry-after": "5", "content-type": "text/html; charset=utf-8" })
      response.end(smallPageHtml(503, "The site could not answer just now. Please try again in a moment."))
    }
  }
  return (request, response) => withReference(referenceOf(request), () => answer(request, response))
}

/**
 * The page for unknown addresses, as the site itself renders it, and the one for those whose role does not suffice. It does nothing that needs a script, and
 * its scripts have no nonce, without which the desk's policy stops them.
 */
async function refusalPages(port: number): Promise<Refusals> {
  const unknown = await (await fetch(`http://127.0.0.1:${port}/no-such-page`)).text()
  const plain = unknown.replace(/<script\b[^>]*>.*?<\/script>|<link [^>]*as="script"[^>]*>/gs, "")
  return { 404: Buffer.from(plain), 403: Buffer.from(await forbiddenPage().arrayBuffer()) }
}

/** The path and query of a request, which may name its site before them (RFC 9112, section 3.2.2): no link comes from that name. null: it asks for no page. */
function targetOf(asked: string): string | null {
  if (asked.startsWith("/")) return asked
  if (!/^https?:\/\//i.test(asked) || !URL.canParse(asked)) return null
  const { pathname, search } = new URL(asked)
  return pathname + search
}

/** False for a path that is not UTF-8 or holds a NUL: no page has such an address, and PostgreSQL would refuse it. */
function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\0")
  } catch {
    return false
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    // Browsers keep connections open; those with nothing in flight end at once, the rest after three seconds.
    setTimeout(() => server.closeAllConnections(), 3000).unref()
  })
}
