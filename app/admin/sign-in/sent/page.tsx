import { PublicFrame } from "@/components/public-frame"
import { signInMinutes } from "@/lib/auth/sign-in-link"

export const metadata = { title: "Check your email" }

export default function SentPage() {
  return (
    <PublicFrame narrow>
      <h1 className="mt-10 text-[length:var(--s3)]">Check your email</h1>
      <p className="mt-4">If that is the address of an organiser, a sign-in link is on its way. It works once, within {signInMinutes} minutes.</p>
      <p className="mt-4">
        Nothing there? Look in your junk or spam folder, or <a href="/admin/sign-in">try again</a>.
      </p>
    </PublicFrame>
  )
}
