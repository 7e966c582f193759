import { createHmac, timingSafeEqual } from "node:crypto"
import type { Organiser } from "@/lib/auth/organiser"
import { settings } from "@/lib/env"

// Reports of mail that came back are handed in by a mail system, which has no session: the address itself is the key.

const keyOf = (secret: string) => createHmac("sha256", secret).update("bounces").digest("base64url")

/** The address that a mail system hands its reports to, made with the newest secret. */
export function bounceAddress(_organiser: Organiser): string {
  const { SITE_URL, secrets } = settings()
  return `${SITE_URL}/api/bounces?key=${keyOf(secrets[0] ?? "")}`
}

/** Whether this key opens the door for reports. One made with an older secret does too, as long as that secret is kept. */
export function opensBounceDoor(key: string | null): boolean {
  const given = Buffer.from(key ?? "")
  return settings().secrets.some((secret) => {
    const right = Buffer.from(keyOf(secret))
    return right.length === given.length && timingSafeEqual(right, given)
  })
}
