import { csvFile } from "@/app/admin/audit/export/csv-file"
import { exportAudit } from "@/lib/audit/export"
import { readAuditFilter } from "@/lib/audit/schema"
import { deskFile } from "@/lib/auth/doors"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage } from "@/lib/forms"

export const GET = deskFile(async (organiser, { id }: { id: string }, request) => {
  const event = await getDeskEvent(organiser, id)
  if (!event) return notFoundPage()
  const filter = { ...readAuditFilter(Object.fromEntries(new URL(request.url).searchParams)), event: id }
  return csvFile(await exportAudit(organiser, filter, event.timeZone), `${event.slug}-record`)
})
