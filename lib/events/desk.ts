import { z } from "zod"
import type { Organiser } from "@/lib/auth/organiser"
import { db, getNow } from "@/lib/db/client"
import { countToSend, getProgress } from "@/lib/deliveries/progress"

const isId = (id: string) => z.uuid().safeParse(id).success

/** All events for the desk's home: what is to come first, soonest first. */
export async function listDeskEvents(_organiser: Organiser) {
  const [events, now] = await Promise.all([
    db().event.findMany({
      select: {
        id: true,
        slug: true,
        title: true,
        startsAt: true,
        endsAt: true,
        timeZone: true,
        status: true,
        capacity: true,
        taken: true,
        joinUrl: true,
        joinVersion: true,
        joinReleasedVersion: true,
        joinReleaseAt: true,
        _count: { select: { registrations: { where: { status: "waiting" } } } },
      },
      orderBy: { startsAt: "asc" },
      take: 200,
    }),
    getNow(),
  ])
  return { upcoming: events.filter((event) => event.endsAt > now), past: events.filter((event) => event.endsAt <= now).reverse(), now }
}
export type DeskListEvent = Awaited<ReturnType<typeof listDeskEvents>>["upcoming"][number]

/** One event with everything the desk shows of it, and the moment it was read. null: there is none. */
export async function getDeskEvent(_organiser: Organiser, id: string) {
  if (!isId(id)) return null
  const [event, now] = await Promise.all([db().event.findUnique({ where: { id }, include: { readings: { select: { slug: true } } } }), getNow()])
  return event && { ...event, now }
}
export type DeskEvent = NonNullable<Awaited<ReturnType<typeof getDeskEvent>>>

/** Where the sending of an event's join details stands. */
export async function getSending(_organiser: Organiser, event: { id: string }) {
  const [progress, toSend] = await Promise.all([getProgress(event.id), countToSend(event.id)])
  return { progress, toSend }
}
