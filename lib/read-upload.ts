import type { Fields } from "@/lib/drafts"
import { guardForm, refusedPage } from "@/lib/guard"
import { plainLine } from "@/lib/text"

const law = { kinds: ["multipart/form-data"], mostFields: 20, drainsTo: 50 * 1024 * 1024 }

export type Upload = { fields: Fields; file: { name: string; bytes: Buffer } | null }

/**
 * The fields and the one file of a posted form, of `most` bytes at most. "large": it has more. Else the answer to a post that is from elsewhere (403),
 * no such form (415) or senseless (400).
 */
export async function readUpload(request: Request, most: number): Promise<Upload | "large" | Response> {
  const entries = await guardForm(request, { ...law, mostBytes: most })
  if (entries === "large") return "large"
  if (typeof entries === "string") return refusedPage[entries]()
  const fields: Fields = Object.create(null)
  let file: Upload["file"] = null
  for (const [name, value] of entries) {
    if (typeof value === "string") fields[name] = value.replaceAll("\0", "").toWellFormed()
    else if (value.size > 0) file = { name: plainLine(value.name), bytes: Buffer.from(await value.arrayBuffer()) }
  }
  return { fields, file }
}
