import { createHash, createHmac, randomUUID } from "node:crypto"
import { query, type Run, transaction } from "@/lib/db/client"
import { kinds } from "@/lib/deliveries/rules"
import { wakeMailer } from "@/lib/deliveries/wake"
import { settings } from "@/lib/env"

// A sign-in link's token is an HMAC over its ledger key, so that neither the ledger nor the mail queue holds anything that opens the desk.

export const signInMinutes = 15
export const invitationDays = 7
/** How long the link of a letter is good, in minutes. */
export const linkMinutes = { "sign-in": signInMinutes, invitation: invitationDays * 24 * 60 } as const
type LinkKind = keyof typeof linkMinutes

/** The secret that next-auth hashes tokens with: the newest one. */
export const tokenSecret = (): string => settings().secrets[0] ?? ""

const newKey = (kind: LinkKind, userId: string) => `${kind}:${userId}:${randomUUID()}`
const tokenOf = (key: string) => createHmac("sha256", tokenSecret()).update(key).digest("base64url")
/** As next-auth stores it: SHA-256 over token and secret. */
const hashOf = (token: string) => createHash("sha256").update(`${token}${tokenSecret()}`).digest("hex")

const storeToken = `insert into "VerificationToken" (identifier, token, expires) values ($1, $2, foyer_now() + make_interval(mins => $3))`

/** The address that the letter with this ledger key carries: a page with a button. */
export const signInUrl = (key: string): string => `${settings().SITE_URL}/admin/sign-in/link/${tokenOf(key)}`

/** Writing a letter takes milliseconds, and doing nothing takes none: every answer takes as long as this. */
const answerMilliseconds = 250

/** Owes a sign-in letter to somebody of the team. For any other address nothing happens, and nobody can tell, by the clock neither. */
export async function requestSignIn(email: string): Promise<void> {
  await Promise.all([oweToTeam(email), new Promise((resolve) => setTimeout(resolve, answerMilliseconds))])
}

async function oweToTeam(email: string): Promise<void> {
  const [user] = await query<{ id: string; email: string }>(`select id, email from "User" where lower(email) = lower($1)`, [email])
  if (!user) return
  await transaction((run) => oweLink(run, "sign-in", user))
  wakeMailer()
}

/** Owes somebody of the team a letter with a link that lets them in, once. */
export async function oweLink(run: Run, kind: LinkKind, user: { id: string; email: string }): Promise<void> {
  const key = newKey(kind, user.id)
  await run(storeToken, [user.email, hashOf(tokenOf(key)), linkMinutes[kind]])
  await run(`insert into "Delivery" (key, kind, "userId", urgency) values ($1, $2, $3, $4)`, [key, kind, user.id, kinds[kind].urgency])
}

/** The links that were mailed to an address so far open nothing any more. */
export async function revokeLinks(run: Run, email: string): Promise<void> {
  await run(`delete from "VerificationToken" where identifier = $1`, [email])
}

/** A sign-in link for somebody at the machine's own terminal: good for an hour, once. null: there is no such organiser. */
export async function issueSignInLink(email: string): Promise<string | null> {
  const [user] = await query<{ id: string; email: string }>(`select id, email from "User" where lower(email) = lower($1)`, [email])
  if (!user) return null
  const key = newKey("sign-in", user.id)
  await query(storeToken, [user.email, hashOf(tokenOf(key)), 60])
  return signInUrl(key)
}

/** Whom a sign-in link is for, without using it up. null: used, too old, or never made. */
export async function getSignInEmail(token: string): Promise<string | null> {
  const [row] = await query<{ identifier: string }>(`select identifier from "VerificationToken" where token = $1 and expires > foyer_now()`, [hashOf(token)])
  return row?.identifier ?? null
}
