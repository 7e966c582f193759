import { z } from "zod"
import type { Organiser } from "@/lib/auth/organiser"
import { db, getNow } from "@/lib/db/client"
import { countAudience, listReaders, previewJoining } from "@/lib/deliveries/audience"
import { getPace, getProgress } from "@/lib/deliveries/progress"
import { listUnsent } from "@/lib/deliveries/runs"
import { getServer } from "@/lib/deliveries/server"
import { getNewestTest } from "@/lib/deliveries/test-mail"
import { lintJoinDetails } from "./join-lint"

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

/** All that the sending room shows: who, the letter of one person, the test, and where the released details are. `person`: whose letter to show, if it is one of the readers. */
export async function getSending(organiser: Organiser, event: DeskEvent, person: string | undefined) {
  const [progress, audience, readers, test, unsent, pace, server] = await Promise.all([
    getProgress(event.id),
    countAudience(organiser, event.id),
    listReaders(organiser, event.id),
    getNewestTest(organiser, event.id),
    listUnsent(organiser, event.id),
    getPace(event.id),
    getServer(),
  ])
  const reader = readers.find(({ id }) => id === person) ?? readers[0] ?? null
  const letter = reader && event.joinUrl ? await previewJoining(organiser, event.id, reader.id) : null
  return { event, progress, audience, readers, reader, letter, test, unsent, pace, server, findings: lintJoinDetails(event, event.now) }
}
export type Sending = Awaited<ReturnType<typeof getSending>>
