import { guardForm, refusedPage } from "@/lib/guard"

const law = { kinds: ["application/x-www-form-urlencoded", "multipart/form-data"], mostBytes: 8 * 1024, mostFields: 20, fromAnywhere: true }

/** Whether a post is the mail program's own button (RFC 8058, section 3.2), or the answer to one that is too large (413) or no form (415, 400). Who sent it is not asked. */
export async function readStop(request: Request): Promise<{ isOneClick: boolean } | Response> {
  const entries = await guardForm(request, law)
  if (typeof entries === "string") return refusedPage[entries]()
  return { isOneClick: entries.some(([name, value]) => name === "List-Unsubscribe" && value === "One-Click") }
}
