import { PrismaAdapter } from "@auth/prisma-adapter"
import NextAuth from "next-auth"
import { db } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { tokenSecret } from "./sign-in-link"

const day = 24 * 60 * 60

/** next-auth keeps the sessions and uses up the links; the letter is a row of the ledger (sign-in-link.ts), so next-auth itself never sends. */
export const { handlers, auth, signOut } = NextAuth(() => ({
  adapter: PrismaAdapter(db()),
  secret: settings().secrets,
  trustHost: true,
  session: { strategy: "database", maxAge: 14 * day, updateAge: day },
  pages: { signIn: "/admin/sign-in", error: "/admin/sign-in", verifyRequest: "/admin/sign-in/sent" },
  providers: [
    {
      id: "mail",
      type: "email",
      name: "Mail",
      secret: tokenSecret(),
      maxAge: 15 * 60,
      sendVerificationRequest: () => {
        throw new Error("sign-in letters are owed by requestSignIn")
      },
    },
  ],
  callbacks: {
    // Only people whom the table of users knows come in, and only by a link that was mailed to them.
    signIn: async ({ user, email }) => !email?.verificationRequest && Boolean(user.email && (await db().user.findUnique({ where: { email: user.email } }))),
  },
}))
