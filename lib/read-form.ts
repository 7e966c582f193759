import type { Fields } from "@/lib/drafts"
import { isLoopback, settings } from "@/lib/env"
import { smallPage } from "@/lib/small-page"
import { isPlainWord } from "@/lib/text"

/** What a form of the public pages may hold. */
const usualBytes = 64 * 1024
const mostFields = 200

/**
 * The fields of a posted form, or the answer to a post that is from elsewhere (403), too large (413), no form (415) or senseless (400).
 * `listGuests`: the other sites whose forms count like our own.
 */
export async function readForm(request: Request, mostBytes = usualBytes, listGuests?: () => Promise<string[]>): Promise<Fields | Response> {
  if (!isOwnForm(request) && !(await isGuestForm(request, listGuests))) return smallPage(403, "Open the page on this site and send the form from there.")
  const body = (await readBytes(request, mostBytes))?.toString("utf8")
  if (body === undefined) return smallPage(413, "Shorten the longest answer and send the form again.")
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (type !== "application/x-www-form-urlencoded" && !(type === undefined && body === "")) return smallPage(415, "The site takes plain HTML forms only.")
  const entries = [...new URLSearchParams(body)]
  if (entries.length > mostFields) return smallPage(400, "It has more fields than any form of this site.")
  // Without a prototype, a field called __proto__ is a field like any other. Of a field sent twice the last counts.
  const fields: Fields = Object.create(null)
  for (const [name, value] of entries) fields[name.replaceAll("\0", "")] = value.replaceAll("\0", "").toWellFormed()
  return fields
}

/** False for a post that a page of another site made a browser send. Programs send neither header, and pass. */
export function isOwnForm(request: Request): boolean {
  const origin = request.headers.get("origin")
  return origin === null ? ["same-origin", "none", null].includes(request.headers.get("sec-fetch-site")) : isOwnOrigin(origin)
}

/** True for a post from a page of a site on the list. Without the name of its site nothing is asked of the list. */
async function isGuestForm(request: Request, listGuests: (() => Promise<string[]>) | undefined): Promise<boolean> {
  const origin = request.headers.get("origin")
  return origin !== null && listGuests !== undefined && (await listGuests()).includes(origin)
}

function isOwnOrigin(origin: string): boolean {
  const { SITE_URL } = settings()
  if (origin === new URL(SITE_URL).origin) return true
  // On one's own machine, localhost and 127.0.0.1 are the same site.
  return isLoopback(SITE_URL) && URL.canParse(origin) && isLoopback(origin) && new URL(origin).port === new URL(SITE_URL).port
}

/** The `ref` in the address of the page that a form stood on. "": it has no plain word there, or it is a page of another site. */
export function refOf(request: Request): string {
  const page = request.headers.get("referer") ?? ""
  if (!URL.canParse(page) || !isOwnOrigin(new URL(page).origin)) return ""
  const ref = new URL(page).searchParams.get("ref") ?? ""
  return isPlainWord(ref) ? ref : ""
}

/** The body of a request, of `most` bytes at most. null: it is larger, and was not read to its end. */
export async function readBytes(request: Request, most: number): Promise<Buffer | null> {
  if (Number(request.headers.get("content-length")) > most) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
