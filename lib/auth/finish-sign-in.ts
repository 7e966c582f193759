import { NextRequest } from "next/server"
import { settings } from "@/lib/env"
import { seeOther } from "@/lib/forms"
import { handlers } from "./next-auth"
import { readReturn } from "./return-path"
import { getSignInEmail } from "./sign-in-link"

/**
 * Uses up a sign-in link, opens a session, and leads back to what was being edited (`cookies` say where), else to the desk. next-auth wants token
 * and address in its own address, so it is asked from here:
 * no browser, proxy or log ever sees the organiser's address in one.
 */
export async function finishSignIn(token: string, cookies: string | null): Promise<Response> {
  const email = await getSignInEmail(token)
  if (!email) return seeOther("/admin/sign-in?error=link")
  const { SITE_URL } = settings()
  const callback = new URLSearchParams({ token, email, callbackUrl: `${SITE_URL}/admin` })
  const answer = await handlers.GET(new NextRequest(`${SITE_URL}/api/auth/callback/mail?${callback}`))
  const isSignedIn = answer.headers.getSetCookie().some((cookie) => cookie.includes("session-token"))
  const response = seeOther(isSignedIn ? (readReturn(cookies)?.path ?? "/admin") : "/admin/sign-in?error=link")
  for (const cookie of answer.headers.getSetCookie()) response.headers.append("set-cookie", cookie)
  return response
}
