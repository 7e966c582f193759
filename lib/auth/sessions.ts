import { createHash } from "node:crypto"
import type { PrismaAdapter } from "@auth/prisma-adapter"
import Bowser from "bowser"
import { cookies, headers } from "next/headers"
import { writeAudit } from "@/lib/audit/write"
import { query, transaction } from "@/lib/db/client"
import type { Viewer } from "./organiser"
import { idleDays } from "./rules"

// Sessions of the desk: a row for each browser. What opens the desk is in the browser alone (ASVS 5.0, chapter 7).

const day = 24 * 60 * 60
/** A session ends so many seconds after signing in, however busy it is. */
export const longestSession = 30 * day
type Adapter = ReturnType<typeof PrismaAdapter>
type Kept = { id: string; userId: string; expires: Date; email: string; emailVerified: Date | null; name: string | null }

/** What the table knows of a token. */
export const keptToken = (token: string): string => createHash("sha256").update(token).digest("hex")

const forget = (token: string) => query(`delete from "Session" where "sessionToken" = $1`, [keptToken(token)])

/** The token in this request's cookies. null: there is none. */
async function tokenHere(): Promise<string | null> {
  return (await cookies()).getAll().find(({ name }) => name.endsWith("authjs.session-token"))?.value ?? null
}

/** How next-auth keeps sessions. It never makes one longer: `expires` is written once. */
export const sessionStore = {
  /** Signing in again with the same browser ends what was open there, so nothing that was left behind opens the desk. */
  async createSession(session) {
    const earlier = await tokenHere()
    if (earlier) await forget(earlier)
    const device = ((await headers()).get("user-agent") ?? "").slice(0, 300)
    await query(`insert into "Session" ("sessionToken", "userId", expires, device) values ($1, $2, $3, $4)`, [
      keptToken(session.sessionToken),
      session.userId,
      session.expires,
      device,
    ])
    return session
  },
  async getSessionAndUser(token) {
    const [found] = await query<Kept>(
      `with here as (
         select * from "Session" where "sessionToken" = $1 and expires > foyer_now() and "seenAt" > foyer_now() - make_interval(days => $2)
       ), seen as (
         update "Session" set "seenAt" = foyer_now() where id = (select id from here where "seenAt" < foyer_now() - interval '1 hour')
       )
       select here.id, here."userId", here.expires, u.email, u."emailVerified", u.name from here join "User" u on u.id = here."userId"`,
      [keptToken(token), idleDays],
    )
    if (!found) return null
    const { id, userId, expires, ...user } = found
    return { session: { id, sessionToken: token, userId, expires }, user: { id: userId, ...user } }
  },
  updateSession: async () => null,
  deleteSession: async (token) => void (await forget(token)),
} satisfies Partial<Adapter>

/** "Firefox on Linux". What it called itself is its own word: nobody is let in or kept out by it. */
export function deviceName(userAgent: string): string {
  const { browser, os } = userAgent ? Bowser.parse(userAgent) : { browser: {}, os: {} }
  const name = browser.name ?? "A browser"
  return os.name ? `${name} on ${os.name}` : name
}

/** `createdAt`: when it signed in. `seenAt`: to the hour. `isHere`: the browser that asks. */
export type Device = { id: string; name: string; createdAt: Date; seenAt: Date; isHere: boolean }

/** Where somebody is signed in: this browser first, then the most lately used. */
export async function listDevices(viewer: Viewer): Promise<Device[]> {
  const token = await tokenHere()
  const rows = await query<Omit<Device, "name"> & { device: string }>(
    `select id, device, "createdAt", "seenAt", "sessionToken" = $2 as "isHere" from "Session"
     where "userId" = $1 and expires > foyer_now() and "seenAt" > foyer_now() - make_interval(days => $3) order by "isHere" desc, "seenAt" desc, id`,
    [viewer.id, token ? keptToken(token) : "", idleDays],
  )
  return rows.map(({ device, ...rest }) => ({ ...rest, name: deviceName(device) }))
}

/** Ends one session of somebody's own. Nothing happens when it is over already, or somebody else's. */
export function endDevice(viewer: Viewer, id: string): Promise<void> {
  return transaction(async (run) => {
    const [ended] = await run<{ device: string }>(`delete from "Session" where id::text = $1 and "userId" = $2 returning device`, [id, viewer.id])
    if (ended) await writeAudit(run, viewer, "device signed out", null, { device: deviceName(ended.device) })
  })
}
