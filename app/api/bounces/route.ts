import { opensBounceDoor } from "@/lib/deliveries/bounce-address"
import { type BounceOutcome, bounceSentences, recordBounce } from "@/lib/deliveries/bounces"
import { log, placeOf } from "@/lib/log"
import { isOwnForm, readBytes } from "@/lib/read-form"

// The door for mail systems: a report of mail that came back, as it is, and plain words for an answer.

const mostBytes = 1024 * 1024
const kinds = ["message/rfc822", "text/plain", "application/octet-stream", "multipart/report", ""]

const words = (status: number, sentence: string, headers: Record<string, string> = {}) =>
  new Response(`${sentence}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers } })

const statuses: Record<BounceOutcome, number> = { marked: 200, known: 200, "not failed": 200, "unknown letter": 200, "no report": 422 }

export async function POST(request: Request): Promise<Response> {
  if (!isOwnForm(request)) return words(403, "This came from a page of another site.")
  if (!opensBounceDoor(new URL(request.url).searchParams.get("key"))) return words(403, "The key in the address is wrong. The desk shows the whole address.")
  const mail = await readMail(request)
  if (mail instanceof Response) return mail
  try {
    const outcome = await recordBounce(mail, null)
    return words(statuses[outcome], bounceSentences[outcome])
  } catch (error) {
    log.error({ at: placeOf(error) }, "a report of returned mail could not be recorded")
    return words(503, "The site could not record it just now. Send it again in a moment.", { "retry-after": "5" })
  }
}

async function readMail(request: Request): Promise<Buffer | Response> {
  const kind = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? ""
  if (!kinds.includes(kind)) return words(415, "Send the returned mail as it is, with Content-Type: message/rfc822.")
  return (await readBytes(request, mostBytes)) ?? words(413, "The mail is larger than 1 MB.")
}
