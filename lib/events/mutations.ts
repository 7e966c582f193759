import { writeAudit } from "@/lib/audit"
import type { Organiser } from "@/lib/auth/organiser"
import { db, query, transaction } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"
import type { EventInput } from "./schema"

/** Saves what the public reads; places that it adds go to those who wait. Returns "saved", or the number of places taken when the capacity is below it. null: no such event. */
export async function updateEvent(organiser: Organiser, id: string, input: EventInput): Promise<"saved" | { taken: number } | null> {
  const outcome = await transaction(async (run) => {
    const [event] = await run<{ taken: number }>(`select taken from "Event" where id = $1 for no key update`, [id])
    if (!event) return null
    if (input.capacity < event.taken) return { taken: event.taken }
    await run(
      `update "Event" set title = $2, host = $3, summary = $4, about = $5, notice = nullif($6, ''), capacity = $7, "waitingList" = $8, "replyTo" = nullif($9, ''), "updatedAt" = foyer_now()
       where id = $1`,
      [id, input.title, input.host, input.summary, input.about, input.notice, input.capacity, input.waitingList, input.replyTo],
    )
    await run("select promote_waiting($1)", [id])
    await writeAudit(run, organiser, "event edited", id)
    return "saved" as const
  })
  wakeMailer()
  return outcome
}

type Duplicate = { slug: string; startsAt: Date; endsAt: Date; title?: string; notice?: string | null }

/** A draft with the same content at another time. Join details, registrants and mail never travel along. null: no such event. Returns the new id. */
export async function duplicateEvent(id: string, { slug, startsAt, endsAt, title, notice }: Duplicate): Promise<string | null> {
  const event = await db().event.findUnique({
    where: { id },
    select: {
      title: true,
      summary: true,
      about: true,
      host: true,
      timeZone: true,
      capacity: true,
      waitingList: true,
      cover: true,
      reminderOffsets: true,
      retentionDays: true,
      replyTo: true,
      speakers: { omit: { id: true, eventId: true } },
      readings: { omit: { id: true, eventId: true } },
    },
  })
  if (!event) return null
  const { speakers, readings, ...content } = event
  const links = speakers.map((speaker) => ({ ...speaker, links: speaker.links ?? [] }))
  const copy = await db().event.create({
    data: {
      ...content,
      slug,
      startsAt,
      endsAt,
      title: title ?? content.title,
      notice: notice ?? null,
      speakers: { create: links },
      readings: { create: readings },
    },
  })
  return copy.id
}

/** Opens a draft to the public. */
export async function publishEvent(id: string): Promise<void> {
  await query(`update "Event" set status = 'published', "updatedAt" = foyer_now() where id = $1 and status = 'draft'`, [id])
}
