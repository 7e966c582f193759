import type { ReactNode } from "react"
import type { AttendPage } from "@/lib/attendance/rules"
import type { Attendance } from "@/lib/registrations/queries"
import { Actions } from "./actions"
import { Early, NoLink, Open } from "./before"
import { Lapsed, Offered, Waiting } from "./line"
import { Cancelled, CancelledEvent, Ended } from "./over"

export type Face = { attendance: Attendance; token: string; placeInLine: number; calendars: { name: string; href: string }[] }

/** The attendee's page in the face that the moment calls for. */
export function AttendFaces({ face, ...props }: Face & { face: AttendPage }) {
  const Shown = faces[face]
  return (
    <>
      <Shown {...props} />
      <Actions face={face} {...props} />
    </>
  )
}

const faces: Record<AttendPage, (props: Face) => ReactNode> = {
  early: Early,
  open: Open,
  noLink: NoLink,
  ended: Ended,
  cancelledEvent: CancelledEvent,
  cancelled: Cancelled,
  lapsed: Lapsed,
  waiting: Waiting,
  offered: Offered,
}
