import { Audit } from "@/components/desk/audit"
import { DeskFrame } from "@/components/desk/frame"
import { listAudit } from "@/lib/audit/queries"
import { readAuditFilter } from "@/lib/audit/schema"
import { requireOrganiser } from "@/lib/auth/organiser"
import { getMailerState } from "@/lib/deliveries/progress"
import { getUsualZone } from "@/lib/events/desk"
import { listChoices } from "@/lib/team/queries"

export const metadata = { title: "Record" }

export default async function AuditPage({ searchParams }: PageProps<"/admin/audit">) {
  const organiser = await requireOrganiser()
  const filter = readAuditFilter(await searchParams)
  const zone = await getUsualZone(organiser)
  const [record, events, mailer] = await Promise.all([listAudit(organiser, filter, zone), listChoices(organiser), getMailerState()])
  return (
    <DeskFrame mailer={mailer} who={organiser}>
      <h1 className="mt-8">Record</h1>
      <Audit page="/admin/audit" filter={filter} zone={zone} events={events} {...record} />
    </DeskFrame>
  )
}
