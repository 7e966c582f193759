import { readBytes } from "@/lib/read-form"
import { smallPage } from "@/lib/small-page"

const mostBytes = 8 * 1024
const forms = ["application/x-www-form-urlencoded", "multipart/form-data"]

/** Whether a post is the mail program's own button (RFC 8058, section 3.2), or the answer to one that is too large (413) or no form (415, 400). Who sent it is not asked. */
export async function readStop(request: Request): Promise<{ isOneClick: boolean } | Response> {
  const bytes = await readBytes(request, mostBytes)
  if (bytes === null) return smallPage(413, "This is no form of the site, nor of a mail program.")
  const type = request.headers.get("content-type") ?? ""
  if (bytes.length === 0) return { isOneClick: false }
  if (!forms.includes(type.split(";")[0]?.trim().toLowerCase() ?? "")) return smallPage(415, "The site takes plain HTML forms only.")
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData().catch(() => null)
  return form ? { isOneClick: form.get("List-Unsubscribe") === "One-Click" } : smallPage(400, "The form is not whole.")
}
