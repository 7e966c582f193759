import { z } from "zod"
import { settings } from "@/lib/env"
import { notFoundPage, seeOther } from "@/lib/forms"
import { signIn, signOut } from "./next-auth"
import { readReturn } from "./return-path"

/** The service may be at home at the same host as the site. */
const isOwnSignIn = ({ origin, pathname }: URL) => origin === new URL(settings().SITE_URL).origin && pathname === "/admin/sign-in"

/** Leads to the house's sign-in service, and from there back to what was being edited (`cookies` say where), else to the desk. */
export async function startSingleSignOn(cookies: string | null): Promise<Response> {
  if (!settings().oidc) return notFoundPage()
  // With a session open here, whoever comes back would stay the person that they were.
  await signOut({ redirect: false })
  const address = z.url().safeParse(await signIn("oidc", { redirect: false, redirectTo: readReturn(cookies)?.path ?? "/admin" }))
  // A service that does not answer, or calls itself something else, makes next-auth lead back here.
  const isService = address.success && !isOwnSignIn(new URL(address.data))
  return seeOther(isService ? address.data : "/admin/sign-in?error=service")
}
