import { isLoopback, settings } from "@/lib/env"
import { smallPage } from "@/lib/small-page"

// What every door asks of a post before anything else: who sent it, what kind it is, how large, how many fields. Nothing else reads a body.

type Law = {
  /** The content types that it takes, in lower case. "": also without one. An empty body needs none. */
  kinds: readonly string[]
  mostBytes: number
  mostFields?: number
  /** Who sent it is not asked. */
  fromAnywhere?: boolean
  /** The other sites whose pages may post here like our own. */
  listGuests?: () => Promise<string[]>
  /** Reads what is too large on to here, and then throws it away: a browser that is answered before it has sent everything shows a broken connection. */
  drainsTo?: number
}
/** From another site, of another kind, too large; of a form, also too many fields, or not whole. */
export type RefusedBody = "foreign" | "kind" | "large"
export type Refused = RefusedBody | "fields" | "broken"
type Entry = [name: string, value: string | File]

/** The page that a browser gets for each. */
export const refusedPage: Record<Refused, () => Response> = {
  foreign: () => smallPage(403, "Open the page on this site and send the form from there."),
  kind: () => smallPage(415, "The site takes plain HTML forms only."),
  large: () => smallPage(413, "Shorten the longest answer and send the form again."),
  fields: () => smallPage(400, "It has more fields than any form of this site."),
  broken: () => smallPage(400, "The form is not whole. Open its page again and send it once more."),
}

/** The body of a post that keeps the law of its door, or what is wrong with it. */
export async function guardBody(request: Request, law: Law): Promise<Buffer | RefusedBody> {
  if (!law.fromAnywhere && !isOwnPost(request) && !(await isGuestPost(request, law.listGuests))) return "foreign"
  const kind = kindOf(request)
  if (kind !== null && !law.kinds.includes(kind)) return "kind"
  const body = await readBytes(request, law.mostBytes, law.drainsTo)
  if (body === null) return "large"
  return kind === null && body.length > 0 && !law.kinds.includes("") ? "kind" : body
}

/** The fields of such a post, in their order. */
export async function guardForm(request: Request, law: Law & { mostFields: number }): Promise<Entry[] | Refused> {
  const body = await guardBody(request, law)
  if (typeof body === "string") return body
  const entries = kindOf(request) === "multipart/form-data" ? await parts(request, body) : [...new URLSearchParams(body.toString("utf8"))]
  if (entries === null) return "broken"
  return entries.length > law.mostFields ? "fields" : entries
}

async function parts(request: Request, body: Buffer): Promise<Entry[] | null> {
  if (body.length === 0) return []
  const headers = { "content-type": request.headers.get("content-type") ?? "" }
  const form = await new Response(new Uint8Array(body), { headers }).formData().catch(() => null)
  return form && [...form]
}

const kindOf = (request: Request) => request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? null

/** False for a post that a page of another site made a browser send. Programs send neither header, and pass. */
function isOwnPost(request: Request): boolean {
  const origin = request.headers.get("origin")
  return origin === null ? ["same-origin", "none", null].includes(request.headers.get("sec-fetch-site")) : isOwnOrigin(origin)
}

/** True for a post from a page of a site on the list. Without the name of its site nothing is asked of the list. */
async function isGuestPost(request: Request, listGuests: Law["listGuests"]): Promise<boolean> {
  const origin = request.headers.get("origin")
  return origin !== null && listGuests !== undefined && (await listGuests()).includes(origin)
}

/** True for the origin of this site itself. */
export function isOwnOrigin(origin: string): boolean {
  const { SITE_URL } = settings()
  if (origin === new URL(SITE_URL).origin) return true
  // On one's own machine, localhost and 127.0.0.1 are the same site.
  return isLoopback(SITE_URL) && URL.canParse(origin) && isLoopback(origin) && new URL(origin).port === new URL(SITE_URL).port
}

/** The body of a request. null: it is larger than `most` bytes, and was read to `drainsTo` at most. */
async function readBytes(request: Request, most: number, drainsTo = most): Promise<Buffer | null> {
  if (Number(request.headers.get("content-length")) > Math.max(most, drainsTo)) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > Math.max(most, drainsTo)) return null
    if (size <= most) chunks.push(chunk)
    else chunks.length = 0
  }
  return size > most ? null : Buffer.concat(chunks)
}
