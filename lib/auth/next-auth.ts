import { PrismaAdapter } from "@auth/prisma-adapter"
import NextAuth from "next-auth"
import type { Provider } from "next-auth/providers"
import { db } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { log } from "@/lib/log"
import { recordSignIn } from "./record-sign-in"
import { longestSession, sessionStore } from "./sessions"
import { tokenSecret } from "./sign-in-link"
import { addressOf, isVouchedFor } from "./single-sign-on"

/** People are told apart by their verified address alone, so no account of the sign-in service is kept, nor any token of its. */
const adapter = () => ({ ...PrismaAdapter(db()), ...sessionStore, getUserByAccount: async () => null, linkAccount: async () => undefined })

const mail: Provider = {
  id: "mail",
  type: "email",
  name: "Mail",
  maxAge: 15 * 60,
  sendVerificationRequest: () => {
    throw new Error("sign-in letters are owed by requestSignIn")
  },
}

/** OpenID Connect, code flow. What the service answers must fit the browser that asked: PKCE (RFC 7636), state, and the nonce in the ID token. */
const singleSignOn = ({ issuer, id, secret }: { issuer: string; id: string; secret: string }): Provider => ({
  id: "oidc",
  type: "oidc",
  name: "Single sign-on",
  issuer,
  clientId: id,
  clientSecret: secret,
  checks: ["pkce", "state", "nonce"],
  authorization: { params: { scope: "openid email" } },
  // Of the ID token the checks are made; who somebody is comes from the userinfo endpoint, since not every service writes the address into the token.
  idToken: false,
  // Only an address that the service vouches for gets this far.
  allowDangerousEmailAccountLinking: true,
})

/** next-auth keeps the sessions and uses up the links; the letter is a row of the ledger (sign-in-link.ts), so next-auth itself never sends. */
export const { handlers, auth, signIn, signOut } = NextAuth(() => {
  const { oidc, secrets } = settings()
  return {
    adapter: adapter(),
    secret: secrets,
    trustHost: true,
    // One that is never renewed ends on its day.
    session: { strategy: "database", maxAge: longestSession, updateAge: longestSession },
    pages: { signIn: "/admin/sign-in", error: "/admin/sign-in", verifyRequest: "/admin/sign-in/sent" },
    providers: [{ ...mail, secret: tokenSecret() }, ...(oidc ? [singleSignOn(oidc)] : [])],
    logger: { error: (error) => log.warn({ kind: error.name }, "a sign-in was refused"), warn: () => undefined, debug: () => undefined },
    callbacks: {
      // Only people whom the table of users knows come in: by a link that was mailed to them, or with an address that the sign-in service vouches for.
      signIn: async ({ user, account, email, profile }) => {
        if (account?.type === "oidc" && !isVouchedFor(profile)) return "/admin/sign-in?error=unverified"
        const address = account?.type === "oidc" ? addressOf(profile) : user.email
        const isKnown = !email?.verificationRequest && Boolean(address && (await db().user.findUnique({ where: { email: address } })))
        return isKnown || (account?.type === "oidc" && "/admin/sign-in?error=unknown")
      },
    },
    events: {
      signIn: ({ user, account }) => recordSignIn(user.id, account?.type === "oidc" ? "single sign-on" : "a mailed link"),
    },
  }
})
