import { redirect } from "next/navigation"
import { PublicFrame } from "@/components/public-frame"
import { getSignInEmail } from "@/lib/auth/sign-in-link"

export const metadata = { title: "Sign in" }

/** Where a mailed link leads. Opening it changes nothing, since mail scanners open links too: the button does. */
export default async function SignInLinkPage({ params }: PageProps<"/admin/sign-in/link/[token]">) {
  const { token } = await params
  const email = await getSignInEmail(token)
  if (!email) redirect("/admin/sign-in?error=link")
  return (
    <PublicFrame narrow>
      <h1 className="mt-10 text-[length:var(--s3)]">The organisers’ desk</h1>
      <form className="sheet mt-8 max-w-md" method="post" action={`/admin/sign-in/link/${token}/use`}>
        <h2>Welcome</h2>
        <p>You are signing in as {email}.</p>
        <button type="submit" className="button wide">
          Sign in
        </button>
      </form>
    </PublicFrame>
  )
}
