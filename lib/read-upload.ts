import type { Fields } from "@/lib/drafts"
import { isOwnForm } from "@/lib/read-form"
import { smallPage } from "@/lib/small-page"
import { plainLine } from "@/lib/text"

const mostFields = 20
/** A browser that is answered before it has sent everything shows a broken connection, so what is too large is read to its end, up to this. */
const mostDrained = 50 * 1024 * 1024

export type Upload = { fields: Fields; file: { name: string; bytes: Buffer } | null }

/**
 * The fields and the one file of a posted form, of `most` bytes at most. "large": it has more. Else the answer to a post that is from elsewhere (403),
 * no such form (415) or senseless (400).
 */
export async function readUpload(request: Request, most: number): Promise<Upload | "large" | Response> {
  if (!isOwnForm(request)) return smallPage(403, "Open the page on this site and send the form from there.")
  const type = request.headers.get("content-type") ?? ""
  if (!type.toLowerCase().startsWith("multipart/form-data")) return smallPage(415, "The site takes plain HTML forms only.")
  const body = await readOrDrain(request, most)
  if (!body) return "large"
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData().catch(() => null)
  if (!form || [...form.keys()].length > mostFields) return smallPage(400, "Open the page again and choose the file once more.")
  const fields: Fields = Object.create(null)
  let file: Upload["file"] = null
  for (const [name, value] of form) {
    if (typeof value === "string") fields[name] = value.replaceAll("\0", "").toWellFormed()
    else if (value.size > 0) file = { name: plainLine(value.name), bytes: Buffer.from(await value.arrayBuffer()) }
  }
  return { fields, file }
}

/** The body of a request. null: it is larger than `most`. */
async function readOrDrain(request: Request, most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > mostDrained) return null
    if (size <= most) chunks.push(chunk)
    else chunks.length = 0
  }
  return size > most ? null : Buffer.concat(chunks)
}
