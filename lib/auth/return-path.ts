import { randomBytes } from "node:crypto"
import { settings } from "@/lib/env"

// Whoever is signed out in the middle of an edit comes back to it. Where to is in a cookie, never in an address that somebody could send them; and what was
// typed is locked with a word that this cookie alone holds, or a stranger could leave a draft and lead an organiser to it.

const name = "foyer-return"
const seconds = 15 * 60
const lockLength = 22

/** A word that nobody can guess. */
export const newLock = (): string => randomBytes(16).toString("base64url")

function cookie(value: string, age: number): string {
  const secure = settings().SITE_URL.startsWith("https:") ? "; Secure" : ""
  return `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`
}

/** The cookie that keeps a page of the desk, and the lock of its draft, for as long as a draft is kept. */
export const keepReturnPath = (path: string, lock: string): string => cookie(`${lock}${path}`, seconds)
/** The cookie that ends it. */
export const forgottenReturn = { name, value: "", path: "/", maxAge: 0 }

/** The page that a request's cookies say to go back to, and the lock of what was typed. null: none, or not one of the desk. */
export function readReturn(cookies: string | null): { path: string; lock: string } | null {
  const value = new RegExp(`(?:^|;\\s*)${name}=([^;]*)`).exec(cookies ?? "")?.[1]
  if (!value) return null
  try {
    const kept = decodeURIComponent(value)
    const { origin, pathname, search } = new URL(kept.slice(lockLength), "http://desk.invalid")
    return origin === "http://desk.invalid" && pathname.startsWith("/admin/") ? { path: `${pathname}${search}`, lock: kept.slice(0, lockLength) } : null
  } catch {
    return null
  }
}
