import { exportAudit } from "@/lib/audit/export"
import { readAuditFilter } from "@/lib/audit/schema"
import { siteFile } from "@/lib/auth/doors"
import { getUsualZone } from "@/lib/events/desk"
import { csvFile } from "./csv-file"

export const GET = siteFile(async (organiser, _, request) => {
  const zone = await getUsualZone(organiser)
  return csvFile(await exportAudit(organiser, readAuditFilter(Object.fromEntries(new URL(request.url).searchParams)), zone), "record")
})
