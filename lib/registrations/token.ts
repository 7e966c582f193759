import { createHmac, timingSafeEqual } from "node:crypto"
import { z } from "zod"
import { settings } from "@/lib/env"

// A personal link holds the registration's id and 128 bits of an HMAC over id and token version. Nothing secret is stored, and raising the version revokes it.

const compactId = (id: string) => Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url")

/** What a seal is made over: no two purposes have the same words. */
const attend = ({ id, tokenVersion }: { id: string; tokenVersion: number }) => `attend:${id}:${tokenVersion}`
const address = ({ id }: { id: string }) => `address:${id}`

const seal = (secret: string, words: string) => createHmac("sha256", secret).update(words).digest().subarray(0, 16).toString("base64url")

function tokenOf(id: string, words: string): string {
  const [newest = ""] = settings().secrets
  return compactId(id) + seal(newest, words)
}

function fits(token: string, words: string): boolean {
  const given = Buffer.from(token.slice(22))
  return settings().secrets.some((secret) => {
    const right = Buffer.from(seal(secret, words))
    return right.length === given.length && timingSafeEqual(right, given)
  })
}

/** The token of /attend/{token}, made with the newest secret. */
export const attendToken = (registration: { id: string; tokenVersion: number }): string => tokenOf(registration.id, attend(registration))

/** The id, of a registration or of a change of address, that a token names, before its seal is checked. null: it has not the shape of a token. */
export function idInToken(token: string): string | null {
  if (!/^[A-Za-z0-9_-]{44}$/.test(token)) return null
  const hex = Buffer.from(token.slice(0, 22), "base64url").toString("hex")
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return z.guid().safeParse(id).success ? id : null
}

/** Whether the token's seal was made for this registration and version, with any of the secrets. */
export const sealFits = (token: string, registration: { id: string; tokenVersion: number }): boolean => fits(token, attend(registration))

/** Whether the token's seal was made for this change of address. */
export const addressSealFits = (token: string, change: { id: string }): boolean => fits(token, address(change))

/** The whole address of a person's own page. */
export const personalLink = (registration: { id: string; tokenVersion: number }): string => `${settings().SITE_URL}/attend/${attendToken(registration)}`

/** The whole address of the page on which a new mailbox says yes. */
export const addressLink = (change: { id: string }): string => `${settings().SITE_URL}/address/${tokenOf(change.id, address(change))}`
