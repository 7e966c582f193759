import type { Fields } from "@/lib/drafts"
import { guardForm, isOwnOrigin, refusedPage } from "@/lib/guard"
import { isPlainWord } from "@/lib/text"

/** What a form of the public pages may hold. */
const usualBytes = 64 * 1024
const mostFields = 200
const kinds = ["application/x-www-form-urlencoded"]

/**
 * The fields of a posted form, or the answer to a post that is from elsewhere (403), too large (413), no form (415) or senseless (400).
 * `listGuests`: the other sites whose forms count like our own.
 */
export async function readForm(request: Request, mostBytes = usualBytes, listGuests?: () => Promise<string[]>): Promise<Fields | Response> {
  const entries = await guardForm(request, { kinds, mostBytes, mostFields, ...(listGuests && { listGuests }) })
  if (typeof entries === "string") return refusedPage[entries]()
  // Without a prototype, a field called __proto__ is a field like any other. Of a field sent twice the last counts.
  const fields: Fields = Object.create(null)
  for (const [name, value] of entries) if (typeof value === "string") fields[name.replaceAll("\0", "")] = value.replaceAll("\0", "").toWellFormed()
  return fields
}

/** The `ref` in the address of the page that a form stood on. "": it has no plain word there, or it is a page of another site. */
export function refOf(request: Request): string {
  const page = request.headers.get("referer") ?? ""
  if (!URL.canParse(page) || !isOwnOrigin(new URL(page).origin)) return ""
  const ref = new URL(page).searchParams.get("ref") ?? ""
  return isPlainWord(ref) ? ref : ""
}
