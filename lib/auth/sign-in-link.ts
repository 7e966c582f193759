import { createHash, createHmac, randomUUID } from "node:crypto"
import { query, transaction } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"
import { settings } from "@/lib/env"

// A sign-in link's token is an HMAC over its ledger key, so that neither the ledger nor the mail queue holds anything that opens the desk.

export const signInMinutes = 15

/** The secret that next-auth hashes tokens with: the newest one. */
export const tokenSecret = (): string => settings().secrets[0] ?? ""

const newKey = (userId: string) => `sign-in:${userId}:${randomUUID()}`
const tokenOf = (key: string) => createHmac("sha256", tokenSecret()).update(key).digest("base64url")
/** As next-auth stores it: SHA-256 over token and secret. */
const hashOf = (token: string) => createHash("sha256").update(`${token}${tokenSecret()}`).digest("hex")

const storeToken = `insert into "VerificationToken" (identifier, token, expires) values ($1, $2, foyer_now() + make_interval(mins => $3))`

/** The address that the letter with this ledger key carries: a page with a button. */
export const signInUrl = (key: string): string => `${settings().SITE_URL}/admin/sign-in/link/${tokenOf(key)}`

/** Owes a sign-in letter to an organiser. For any other address nothing happens, and nobody can tell. */
export async function requestSignIn(email: string): Promise<void> {
  const [user] = await query<{ id: string; email: string }>(`select id, email from "User" where lower(email) = lower($1)`, [email])
  if (!user) return
  const key = newKey(user.id)
  await transaction(async (run) => {
    await run(storeToken, [user.email, hashOf(tokenOf(key)), signInMinutes])
    await run(`insert into "Delivery" (key, kind, "userId", urgency) values ($1, 'sign-in', $2, 0)`, [key, user.id])
  })
  wakeMailer()
}

/** A sign-in link for somebody at the machine's own terminal: good for an hour, once. null: there is no such organiser. */
export async function issueSignInLink(email: string): Promise<string | null> {
  const [user] = await query<{ id: string; email: string }>(`select id, email from "User" where lower(email) = lower($1)`, [email])
  if (!user) return null
  const key = newKey(user.id)
  await query(storeToken, [user.email, hashOf(tokenOf(key)), 60])
  return signInUrl(key)
}

/** Whom a sign-in link is for, without using it up. null: used, too old, or never made. */
export async function getSignInEmail(token: string): Promise<string | null> {
  const [row] = await query<{ identifier: string }>(`select identifier from "VerificationToken" where token = $1 and expires > foyer_now()`, [hashOf(token)])
  return row?.identifier ?? null
}
