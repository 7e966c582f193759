import { z } from "zod"
import { settings } from "@/lib/env"
import { notFoundPage, seeOther } from "@/lib/forms"
import { signIn, signOut } from "./next-auth"
import { readReturnPath } from "./return-path"

/** Leads to the house's sign-in service, and from there back to what was being edited (`cookies` say where), else to the desk. */
export async function startSingleSignOn(cookies: string | null): Promise<Response> {
  if (!settings().oidc) return notFoundPage()
  // With a session open here, whoever comes back would stay the person that they were.
  await signOut({ redirect: false })
  const address = z.url().safeParse(await signIn("oidc", { redirect: false, redirectTo: readReturnPath(cookies) ?? "/admin" }))
  // A service that does not answer, or calls itself something else, makes next-auth lead back here.
  return address.success && !address.data.startsWith(settings().SITE_URL) ? seeOther(address.data) : seeOther("/admin/sign-in?error=service")
}
