import { PublicFrame } from "@/components/public-frame"
import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import { isEditKept } from "@/lib/auth/kept-edit"
import { sayRefusal, signInSchema } from "@/lib/auth/schema"
import { getDraft } from "@/lib/drafts"
import { settings } from "@/lib/env"
import { problemsOf } from "@/lib/problems"

export const metadata = { title: "Sign in" }

export default async function SignInPage({ searchParams }: PageProps<"/admin/sign-in">) {
  const [{ draft, error }, isKept] = await Promise.all([searchParams, isEditKept()])
  const fields = await getDraft("/admin/sign-in", typeof draft === "string" ? draft : undefined)
  const problems = problemsOf(signInSchema, fields)
  const { oidc } = settings()
  return (
    <PublicFrame narrow>
      <h1 className="mt-10 text-[length:var(--s3)]">The organisers’ desk</h1>
      {isKept && (
        <p className="banner" role="status">
          You were signed out, so nothing was saved. What you typed is kept for 15 minutes: sign in with this browser, and it is there again.
        </p>
      )}
      {error !== undefined && (
        <p className="banner warn" role="alert">
          {sayRefusal(error)}
        </p>
      )}
      {oidc && (
        <form className="sheet mt-8 max-w-md" method="post" action="/admin/sign-in/sso">
          <h2>Single sign-on</h2>
          <p className="note">With the account of your house, at {new URL(oidc.issuer).host}.</p>
          <button type="submit" className="button wide">
            Go on to {new URL(oidc.issuer).host}
          </button>
        </form>
      )}
      <form className="sheet mt-8 max-w-md" method="post" action="/admin/sign-in/request">
        <ErrorSummary problems={problems} />
        <h2>{oidc ? "Or by mail" : "Sign in"}</h2>
        <p className="note">We send you a link. There is no password to remember.</p>
        <Field
          name="email"
          label="Email"
          autoComplete="email"
          spellCheck={false}
          inputMode="email"
          required
          maxLength={254}
          defaultValue={fields?.email}
          error={problems.email}
        />
        <button type="submit" className="button wide">
          Send me a sign-in link
        </button>
      </form>
    </PublicFrame>
  )
}
