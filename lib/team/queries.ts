import type { Organiser } from "@/lib/auth/organiser"
import { db, query } from "@/lib/db/client"

const select = {
  id: true,
  email: true,
  role: true,
  emailVerified: true,
  createdAt: true,
  eventRoles: {
    select: { role: true, event: { select: { id: true, title: true, startsAt: true, timeZone: true } } },
    orderBy: { event: { startsAt: "desc" } },
  },
  deliveries: { where: { kind: "invitation" }, select: { state: true, createdAt: true }, orderBy: { createdAt: "desc" }, take: 1 },
} as const

/** Everybody on the team, owners first, then by address. */
export const listTeam = (_organiser: Organiser) => db().user.findMany({ select, orderBy: [{ role: "asc" }, { email: "asc" }] })
export type Member = Awaited<ReturnType<typeof listTeam>>[number]

/** One person of the team. null: there is none with this id. */
export const getMember = (_organiser: Organiser, id: string): Promise<Member | null> => db().user.findUnique({ where: { id }, select })

export type EventChoice = { id: string; title: string; startsAt: Date; timeZone: string }

/** The events that a role can be for, newest first. The first 500. */
export const listChoices = (_organiser: Organiser): Promise<EventChoice[]> =>
  query<EventChoice>(`select id, title, "startsAt", "timeZone" from "Event" order by "startsAt" desc limit 500`)
