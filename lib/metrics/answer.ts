import { createHash, timingSafeEqual } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import { settings } from "@/lib/env"
import { factsOf, log } from "@/lib/log"
import { readMetrics } from "./counters"

const digest = (text: string) => createHash("sha256").update(text).digest()

/** Whether a request brings the token, as Prometheus sends it (RFC 6750). It takes as long whatever the token is. */
const brings = (request: IncomingMessage, token: string) => timingSafeEqual(digest(request.headers.authorization ?? ""), digest(`Bearer ${token}`))

/** Answers a request for /metrics. false: this is another address, or nobody has set a token, so that there is no such page. */
export function answerMetrics(request: IncomingMessage, response: ServerResponse, path: string): boolean {
  const { METRICS_TOKEN } = settings()
  if (path !== "/metrics" || !METRICS_TOKEN) return false
  write(request, response, METRICS_TOKEN).catch((error) => {
    log.error(factsOf(error), "the numbers could not be read")
    response.writeHead(503, { "retry-after": "5" }).end()
  })
  return true
}

async function write(request: IncomingMessage, response: ServerResponse, token: string): Promise<void> {
  const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff", "content-type": "text/plain; version=0.0.4; charset=utf-8" }
  if (request.method !== "GET" && request.method !== "HEAD") return void response.writeHead(405, { allow: "GET, HEAD" }).end()
  if (!brings(request, token)) return void response.writeHead(401, { ...headers, "www-authenticate": "Bearer" }).end("The token is missing or wrong.\n")
  const text = await readMetrics()
  response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : text)
}
