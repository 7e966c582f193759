import { z } from "zod"
import type { Organiser } from "@/lib/auth/organiser"
import { db, getNow, query } from "@/lib/db/client"
import { idInToken, sealFits } from "./token"

/** The registration that a personal link opens, with its event and the moment it was read. null: the link opens nothing. */
export async function getAttendance(token: string) {
  const id = idInToken(token)
  if (!id) return null
  const [registration, now] = await Promise.all([
    db().registration.findUnique({ where: { id }, include: { event: { include: { readings: { orderBy: { position: "asc" } } } } } }),
    getNow(),
  ])
  if (!registration || !sealFits(token, registration) || registration.event.status === "draft") return null
  const toldBefore = registration.event.sequence > 0 ? await readToldBefore(registration.id) : null
  return { ...registration, now, toldBefore }
}
export type Attendance = NonNullable<Awaited<ReturnType<typeof getAttendance>>>

/** The other times that a letter has told the person last, before the event was moved. null: there were none. */
async function readToldBefore(registrationId: string): Promise<{ startsAt: Date; endsAt: Date } | null> {
  const [told] = await query<{ startsAt: Date; endsAt: Date }>(
    `select d."toldStartsAt" as "startsAt", d."toldEndsAt" as "endsAt" from "Delivery" d join "Event" e on e.id = d."eventId"
     where d."registrationId" = $1 and d.state = 'sent' and (d."toldStartsAt", d."toldEndsAt") <> (e."startsAt", e."endsAt")
     order by d."sentAt" desc limit 1`,
    [registrationId],
  )
  return told ?? null
}

/** One person of an event's list, for the desk. null: there is none with this id. */
export async function getRegistrant(_organiser: Organiser, eventId: string, id: string) {
  if (!z.guid().safeParse(id).success || !z.guid().safeParse(eventId).success) return null
  return db().registration.findFirst({ where: { id, eventId } })
}
export type DeskRegistrant = NonNullable<Awaited<ReturnType<typeof getRegistrant>>>

/** The origin of the webinar link behind a personal link, for the page's form-action. null: no link, or not one for this token. */
export async function getJoinOrigin(token: string): Promise<string | null> {
  const attendance = await getAttendance(token)
  return attendance?.event.joinUrl ? new URL(attendance.event.joinUrl).origin : null
}

/** The person's place in the waiting list, from 1. */
export async function getPlaceInLine(registrationId: string): Promise<number> {
  const [row] = await query<{ place: number }>(
    `select count(*) as place from "Registration" other join "Registration" own on own."eventId" = other."eventId" and own.id = $1
     where other.status = 'waiting' and (other."registeredAt", other.id) <= (own."registeredAt", own.id)`,
    [registrationId],
  )
  return row?.place ?? 1
}
