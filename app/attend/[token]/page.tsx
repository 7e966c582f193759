import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { AttendFaces } from "@/components/attend/faces"
import { PublicFrame } from "@/components/public-frame"
import { Refresh } from "@/components/ui/refresh"
import { attendPage, secondsToNextLook } from "@/lib/attendance/rules"
import { settings } from "@/lib/env"
import { calendarLinks } from "@/lib/events/calendar-links"
import { getAttendance, getPlaceInLine } from "@/lib/registrations/queries"

export const metadata: Metadata = { title: "Your place", robots: { index: false } }

export default async function AttendPage({ params, searchParams }: PageProps<"/attend/[token]">) {
  const [{ token }, { full }] = await Promise.all([params, searchParams])
  const attendance = await getAttendance(token)
  if (!attendance) notFound()
  const face = attendPage(attendance.event, attendance, attendance.now)
  const placeInLine = face === "waiting" ? await getPlaceInLine(attendance.id) : 0
  return (
    <PublicFrame narrow replyTo={attendance.event.replyTo}>
      <Refresh seconds={secondsToNextLook(attendance.event, attendance, attendance.now)} />
      {attendance.event.notice && <p className="banner">{attendance.event.notice}</p>}
      <p className="kicker">Your place</p>
      <h1 className="text-[length:var(--s3)]">{attendance.event.title}</h1>
      {full !== undefined && (
        <p className="banner warn" role="alert">
          Your place could not be restored: all places are taken, or registration has closed.
        </p>
      )}
      <AttendFaces
        face={face}
        attendance={attendance}
        token={token}
        placeInLine={placeInLine}
        calendars={calendarLinks(attendance.event, settings().SITE_URL)}
      />
    </PublicFrame>
  )
}
