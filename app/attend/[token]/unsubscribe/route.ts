import { notFoundPage, seeOther, stopDoor } from "@/lib/forms"
import { stopMail } from "@/lib/registrations/mutations"
import { getAttendance } from "@/lib/registrations/queries"

const page = (token: string) => `/attend/${token}/mail`

/** Mail scanners follow links: the page asks, and its button stops. */
export async function GET(_request: Request, { params }: RouteContext<"/attend/[token]/unsubscribe">): Promise<Response> {
  return seeOther(page((await params).token))
}

export const POST = stopDoor(async ({ token }: { token: string }, isOneClick) => {
  const attendance = await getAttendance(token)
  if (!attendance) return notFoundPage()
  await stopMail(attendance.id)
  return isOneClick ? new Response("You get no reminders or messages. Joining details come all the same.\n") : seeOther(page(token))
})
