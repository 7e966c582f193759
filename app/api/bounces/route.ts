import { opensBounceDoor } from "@/lib/deliveries/bounce-address"
import { type BounceOutcome, bounceSentences, recordBounce } from "@/lib/deliveries/bounces"
import { guardBody, type RefusedBody } from "@/lib/guard"
import { log, placeOf } from "@/lib/log"

// The door for mail systems: a report of mail that came back, as it is, and plain words for an answer.

const law = { kinds: ["message/rfc822", "text/plain", "application/octet-stream", "multipart/report", ""], mostBytes: 1024 * 1024 }

const words = (status: number, sentence: string, headers: Record<string, string> = {}) =>
  new Response(`${sentence}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers } })

const statuses: Record<BounceOutcome, number> = { marked: 200, known: 200, "not failed": 200, "unknown letter": 200, "no report": 422 }
const refusals: Record<RefusedBody, () => Response> = {
  foreign: () => words(403, "This came from a page of another site."),
  kind: () => words(415, "Send the returned mail as it is, with Content-Type: message/rfc822."),
  large: () => words(413, "The mail is larger than 1 MB."),
}

export async function POST(request: Request): Promise<Response> {
  const isKnown = opensBounceDoor(new URL(request.url).searchParams.get("key"))
  // Of a stranger's mail nothing is kept in memory.
  const mail = await guardBody(request, isKnown ? law : { ...law, mostBytes: 0, drainsTo: law.mostBytes })
  if (typeof mail === "string" && (isKnown || mail !== "large")) return refusals[mail]()
  if (!isKnown || typeof mail === "string") return words(403, "The key in the address is wrong. The desk shows the whole address.")
  try {
    const outcome = await recordBounce(mail, null)
    return words(statuses[outcome], bounceSentences[outcome])
  } catch (error) {
    log.error({ at: placeOf(error) }, "a report of returned mail could not be recorded")
    return words(503, "The site could not record it just now. Send it again in a moment.", { "retry-after": "5" })
  }
}
