import { unavailable } from "@/lib/busy-page"
import { notFoundPage } from "@/lib/forms"
import { readHeld } from "@/lib/registrations/held"
import { getAttendance } from "@/lib/registrations/queries"

/** What the page beside it shows, as a file for programs (GDPR, article 20). */
export async function GET(_request: Request, { params }: RouteContext<"/attend/[token]/data/download">): Promise<Response> {
  try {
    const attendance = await getAttendance((await params).token)
    if (!attendance) return notFoundPage()
    return new Response(`${JSON.stringify(await readHeld(attendance), null, 2)}\n`, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="${attendance.event.slug}-what-we-hold.json"`,
        "cache-control": "no-store",
      },
    })
  } catch (error) {
    return unavailable(error)
  }
}
