import { currentOrganiser } from "@/lib/auth/organiser"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, seeOther } from "@/lib/forms"
import { exportColumns, exportRegistrants } from "@/lib/registrations/export"
import { readFilter } from "@/lib/registrations/schema"
import { compactDate } from "@/lib/time"

export async function GET(request: Request, { params }: RouteContext<"/admin/events/[id]/registrants/export">): Promise<Response> {
  const organiser = await currentOrganiser()
  if (!organiser) return seeOther("/admin/sign-in")
  const event = await getDeskEvent(organiser, (await params).id)
  if (!event) return notFoundPage()
  const filter = readFilter(Object.fromEntries(new URL(request.url).searchParams), exportColumns)
  const name = `${event.slug}-registrants-${compactDate(event.now, event.timeZone)}.csv`
  return new Response(await exportRegistrants(organiser, event, filter), {
    headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store" },
  })
}
