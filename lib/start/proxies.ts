import type { IncomingMessage } from "node:http"
import { settings } from "@/lib/env"
import { newReference } from "@/lib/reference"
import { isPlainWord } from "@/lib/text"

// What proxies in front of the site say of a request, and whether it counts.

const said = (request: IncomingMessage, name: string) => {
  const header = request.headers[name]
  return Array.isArray(header) ? header.join(",") : (header ?? "")
}

/** The socket's address, or the one that the outermost trusted proxy saw. What a visitor writes into the header counts for nothing. */
export function visitorAddress(request: IncomingMessage): string {
  const socket = request.socket.remoteAddress ?? "unknown"
  const { TRUST_PROXY } = settings()
  if (TRUST_PROXY === 0) return socket
  const chain = said(request, "x-forwarded-for")
    .split(",")
    .map((address) => address.trim())
    .filter(Boolean)
  return chain.at(-TRUST_PROXY) ?? socket
}

/** A trusted proxy's word for this request, when it is a plain one, so that its log and ours can be laid side by side; else a new one. */
export function referenceOf(request: IncomingMessage): string {
  const word = said(request, "x-request-id")
  return settings().TRUST_PROXY > 0 && isPlainWord(word) ? word : newReference()
}
