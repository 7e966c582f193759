import { BounceDoor, PasteForm } from "@/components/desk/bounces"
import { DeskFrame } from "@/components/desk/frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { bounceAddress } from "@/lib/deliveries/bounce-address"
import { bounceOutcome, bounceSentences } from "@/lib/deliveries/bounces"
import { getMailerState } from "@/lib/deliveries/progress"
import { returnedMailSchema } from "@/lib/deliveries/schema"
import { getDraft } from "@/lib/drafts"
import { problemsOf } from "@/lib/problems"

export const metadata = { title: "Mail that came back" }

export default async function BouncesPage({ searchParams }: PageProps<"/admin/bounces">) {
  const organiser = await requireOrganiser()
  const { draft, outcome } = await searchParams
  const [mailer, fields] = await Promise.all([getMailerState(), getDraft("/admin/bounces", typeof draft === "string" ? draft : undefined)])
  const known = typeof outcome === "string" ? bounceOutcome(outcome) : null
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <h1 className="mt-8">Mail that came back</h1>
      {known && (
        <p className={known === "marked" ? "banner" : "banner warn"} role="status">
          {bounceSentences[known]}
        </p>
      )}
      <PasteForm fields={fields} problems={problemsOf(returnedMailSchema, fields)} />
      <BounceDoor address={bounceAddress(organiser)} />
    </DeskFrame>
  )
}
