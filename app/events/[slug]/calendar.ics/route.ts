import { calendarFile } from "@/lib/events/calendar"
import { getEventOnceAt } from "@/lib/events/queries"
import { notFoundPage } from "@/lib/forms"

export const dynamic = "force-static"
export const revalidate = 60
export const generateStaticParams = () => []

export async function GET(_request: Request, { params }: RouteContext<"/events/[slug]/calendar.ics">): Promise<Response> {
  const event = await getEventOnceAt((await params).slug)
  if (!event) return notFoundPage()
  return new Response(calendarFile(event), {
    headers: { "content-type": "text/calendar; charset=utf-8", "content-disposition": `attachment; filename="${event.slug}.ics"` },
  })
}
