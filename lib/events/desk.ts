import { z } from "zod"
import type { Organiser, Viewer } from "@/lib/auth/organiser"
import { db, getNow } from "@/lib/db/client"
import { countAudience, listReaders, previewJoining } from "@/lib/deliveries/audience"
import { listUnsent } from "@/lib/deliveries/by-hand"
import { getPace, getProgress } from "@/lib/deliveries/progress"
import { getServer } from "@/lib/deliveries/server"
import { getNewestTest, isTested } from "@/lib/deliveries/test-mail"
import { pictureSelect } from "@/lib/pictures/queries"
import { lintJoinDetails, lintLinks } from "./join-lint"
import { type PublicEvent, readPublicEvent } from "./queries"

const isId = (id: string) => z.uuid().safeParse(id).success

/** The events that somebody may see, for the desk's home: what is to come soonest first, the others newest first. */
export async function listDeskEvents(viewer: Viewer) {
  const [events, now] = await Promise.all([
    db().event.findMany({
      where: viewer.events ? { id: { in: viewer.events } } : {},
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
        joinInstructions: true,
        joinVersion: true,
        joinReleasedVersion: true,
        joinReleaseAt: true,
        mailPausedAt: true,
        archivedAt: true,
        _count: { select: { registrations: { where: { status: "waiting" } } } },
      },
      orderBy: { startsAt: "desc" },
      take: 500,
    }),
    getNow(),
  ])
  const listed = events.map((event) => ({ ...event, isWrongLink: event.joinUrl !== null && lintLinks(event).some(({ level }) => level === "no") }))
  const shown = listed.filter(({ archivedAt }) => archivedAt === null)
  return {
    upcoming: shown.filter((event) => event.endsAt > now).reverse(),
    past: shown.filter((event) => event.endsAt <= now),
    archived: listed.filter(({ archivedAt }) => archivedAt !== null),
    now,
  }
}
export type DeskListEvent = Awaited<ReturnType<typeof listDeskEvents>>["upcoming"][number]

/** One event with everything the desk shows of it, and the moment it was read. null: there is none. */
export async function getDeskEvent(_organiser: Organiser, id: string) {
  if (!isId(id)) return null
  const [event, now] = await Promise.all([
    db().event.findUnique({ where: { id }, include: { cover: pictureSelect, readings: { select: { slug: true } } } }),
    getNow(),
  ])
  return event && { ...event, now }
}
export type DeskEvent = NonNullable<Awaited<ReturnType<typeof getDeskEvent>>>

/** What the head of a page says of an event to whoever may see it. null: there is none. */
export async function getEventSeen(_viewer: Viewer, id: string) {
  if (!isId(id)) return null
  const select = { id: true, slug: true, title: true, startsAt: true, timeZone: true, status: true, mailPausedAt: true }
  return db().event.findUnique({ where: { id }, select })
}

/** The time zone of the event that was made last. "Europe/London" when there is none. */
export async function getUsualZone(_organiser: Organiser): Promise<string> {
  const last = await db().event.findFirst({ select: { timeZone: true }, orderBy: { createdAt: "desc" } })
  return last?.timeZone ?? "Europe/London"
}

/** How many people are registered, wait, or are offered a place. */
export const countOnList = (_organiser: Organiser, id: string): Promise<number> =>
  db().registration.count({ where: { eventId: id, status: { not: "cancelled" } } })

/** An event as the public sees it, or would see it, drafts included. null: there is none. */
export const getPreview = async (_organiser: Organiser, id: string): Promise<PublicEvent | null> => (isId(id) ? readPublicEvent({ id }) : null)

/** What is needed to decide about a sending: to whom, the letter of one person, the test. `person`: whose letter to show, if it is one of the readers. */
async function getPreparation(organiser: Organiser, event: DeskEvent, person: string | undefined) {
  const [audience, readers, test, tested] = await Promise.all([
    countAudience(organiser, event.id),
    listReaders(organiser, event.id),
    getNewestTest(organiser, event.id),
    isTested(organiser, event.id),
  ])
  const reader = readers.find(({ id }) => id === person) ?? readers[0] ?? null
  const letter = reader && event.joinUrl ? await previewJoining(organiser, event.id, reader.id) : null
  return { event, audience, readers, reader, letter, test, isTested: tested, findings: lintJoinDetails(event, event.now) }
}
export type Preparation = Awaited<ReturnType<typeof getPreparation>>

/** All that the sending room shows: where the released details are, and, unless they are the newest, what could be sent. */
export async function getSending(organiser: Organiser, event: DeskEvent, person: string | undefined) {
  const isNewest = event.joinReleasedVersion !== null && event.joinReleasedVersion === event.joinVersion
  const [progress, unsent, pace, server, preparation] = await Promise.all([
    getProgress(event.id),
    event.joinReleasedVersion === null ? [] : listUnsent(organiser, event.id),
    getPace(event.id),
    getServer(),
    isNewest ? null : getPreparation(organiser, event, person),
  ])
  return { event, progress, unsent, pace, server, preparation }
}
export type Sending = Awaited<ReturnType<typeof getSending>>
