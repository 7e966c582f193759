import { settings } from "@/lib/env"

// Whoever is signed out in the middle of an edit comes back to it. Where to is in a cookie of the desk, never in an address that somebody could send them.

const name = "foyer-return"
const seconds = 15 * 60

function cookie(value: string, age: number): string {
  const secure = settings().SITE_URL.startsWith("https:") ? "; Secure" : ""
  return `${name}=${encodeURIComponent(value)}; Path=/admin; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`
}

/** The cookie that keeps a page of the desk for as long as a draft is kept. */
export const keepReturnPath = (path: string): string => cookie(path, seconds)
/** The cookie that ends it. */
export const forgetReturnPath = (): string => cookie("", 0)

/** The page that a request's cookies say to go back to. null: none, or not one of the desk. */
export function readReturnPath(cookies: string | null): string | null {
  const value = new RegExp(`(?:^|;\\s*)${name}=([^;]*)`).exec(cookies ?? "")?.[1]
  if (!value) return null
  try {
    const { origin, pathname, search } = new URL(decodeURIComponent(value), "http://desk.invalid")
    return origin === "http://desk.invalid" && pathname.startsWith("/admin/") ? `${pathname}${search}` : null
  } catch {
    return null
  }
}
