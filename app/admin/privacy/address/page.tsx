import { OthersEmail } from "@/components/desk/email-field"
import { DeskFrame } from "@/components/desk/frame"
import { ErrorSummary } from "@/components/ui/error-summary"
import { requireOwner } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDraft } from "@/lib/drafts"
import { problemsOf } from "@/lib/problems"
import { addressSchema } from "@/lib/registrations/schema"

export const metadata = { title: "What is held about an address" }

export default async function AddressPage({ searchParams }: PageProps<"/admin/privacy/address">) {
  const owner = await requireOwner()
  const { draft } = await searchParams
  const [mailer, fields] = await Promise.all([getMailerState(), getDraft("/admin/privacy/address", typeof draft === "string" ? draft : undefined)])
  const problems = problemsOf(addressSchema, fields)
  return (
    <DeskFrame mailer={mailer} who={owner}>
      <p className="kicker">
        <a href="/admin/privacy">Privacy</a>
      </p>
      <h1>What is held about an address</h1>
      <p className="mt-4 max-w-2xl">
        When somebody asks what the site holds about them, first make sure that the address is theirs: a mail to it that they answer will do. Whoever is
        registered can read it without you, on their own page.
      </p>
      <form className="sheet mt-6 max-w-xl" method="post" action="/admin/privacy/address/download">
        <ErrorSummary problems={problems} />
        <OthersEmail hint="In all events. Of a registration that has another address by now, only that is told." value={fields?.email} error={problems.email} />
        <button type="submit" className="button mt-6">
          Download as JSON
        </button>
        <p className="note mt-4">That it was downloaded is written into the record, without the address.</p>
      </form>
    </DeskFrame>
  )
}
