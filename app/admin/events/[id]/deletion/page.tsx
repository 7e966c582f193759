import { notFound } from "next/navigation"
import { DeletionReceipt, DryRun } from "@/components/desk/deletion"
import { EventHead } from "@/components/desk/event-head"
import { DeskFrame } from "@/components/desk/frame"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getDeletion } from "@/lib/retention/queries"

export const metadata = { title: "Deletion" }

export default async function DeletionPage({ params }: PageProps<"/admin/events/[id]/deletion">) {
  const { id } = await params
  const organiser = await requireOrganiser(id)
  const [mailer, deletion] = await Promise.all([getMailerState(), getDeletion(organiser, id)])
  if (!deletion) notFound()
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <EventHead event={deletion.event} current="deletion" title="Deletion" />
      <DryRun {...deletion} />
      {deletion.receipts.map((receipt) => (
        <DeletionReceipt key={receipt.id} receipt={receipt} zone={deletion.event.timeZone} />
      ))}
    </DeskFrame>
  )
}
