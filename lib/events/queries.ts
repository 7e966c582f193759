import { db, getNow, type Prisma } from "@/lib/db/client"
import { pictureSelect } from "@/lib/pictures/queries"

const speaker = { id: true, name: true, role: true, affiliation: true, topic: true, bio: true, links: true, portrait: pictureSelect } as const
const reading = { slug: true, title: true, author: true, source: true, citation: true, body: true, url: true } as const
const inOrder = { orderBy: { position: "asc" } } as const

/** The published or cancelled event with this slug, as the public sees it, and the moment it was read. null: there is none. */
export const getPublicEvent = (slug: string) => readPublicEvent({ slug, status: { not: "draft" } })

/** What the public sees of an event that the caller may show, and the moment it was read. null: there is none. */
export async function readPublicEvent(where: Prisma.EventWhereInput) {
  const [event, now] = await Promise.all([
    db().event.findFirst({
      where,
      omit: { joinUrl: true, passcode: true, joinInstructions: true },
      include: { cover: pictureSelect, speakers: { select: speaker, ...inOrder }, readings: { select: reading, ...inOrder } },
    }),
    getNow(),
  ])
  return event && { ...event, now }
}
export type PublicEvent = NonNullable<Awaited<ReturnType<typeof readPublicEvent>>>

/** The address that an event has now, for one that it had. null: no public event ever had it, or it has it still. */
export async function getMovedSlug(slug: string): Promise<string | null> {
  const old = await db().oldSlug.findFirst({ where: { slug, event: { status: { not: "draft" } } }, select: { event: { select: { slug: true } } } })
  return old?.event.slug ?? null
}

/** The public event that has this address, or had it. null: there is none. */
export async function getEventOnceAt(slug: string): Promise<PublicEvent | null> {
  const event = await getPublicEvent(slug)
  if (event) return event
  const moved = await getMovedSlug(slug)
  return moved ? getPublicEvent(moved) : null
}

/** One reading of a public event, with the event's title and slug. null: there is none. */
export async function getReading(slug: string, readingSlug: string) {
  return db().reading.findFirst({
    where: { slug: readingSlug, event: { slug, status: { not: "draft" } } },
    select: { ...reading, event: { select: { slug: true, title: true, host: true } } },
  })
}
export type Reading = NonNullable<Awaited<ReturnType<typeof getReading>>>

/** Published events, upcoming soonest first and past newest first, and the moment they were read. */
export async function listPublicEvents() {
  const [events, now] = await Promise.all([
    db().event.findMany({
      where: { status: { not: "draft" }, archivedAt: null },
      select: {
        slug: true,
        title: true,
        summary: true,
        host: true,
        startsAt: true,
        endsAt: true,
        timeZone: true,
        status: true,
        notice: true,
        cover: pictureSelect,
      },
      orderBy: { startsAt: "desc" },
      take: 500,
    }),
    getNow(),
  ])
  return { upcoming: events.filter((event) => event.endsAt > now).reverse(), past: events.filter((event) => event.endsAt <= now), now }
}
export type ListedEvent = Awaited<ReturnType<typeof listPublicEvents>>["upcoming"][number]
