import { writeAudit } from "@/lib/audit"
import type { Organiser } from "@/lib/auth/organiser"
import { db, query, transaction } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"
import type { EventInput, JoinDetailsInput } from "./schema"

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

/** Saves new join details as the next version; the same details again change nothing. Personal pages show them at once. null: no such event. */
export async function saveJoinDetails(organiser: Organiser, id: string, input: JoinDetailsInput): Promise<{ version: number } | null> {
  return transaction(async (run) => {
    const values = [id, input.joinUrl, input.passcode, input.joinInstructions]
    const [saved] = await run<{ version: number }>(
      `update "Event" e set "joinUrl" = $2, passcode = nullif($3, ''), "joinInstructions" = nullif($4, ''), "joinVersion" = "joinVersion" + 1
       where id = $1 and ("joinUrl", passcode, "joinInstructions") is distinct from ($2, nullif($3, ''), nullif($4, ''))
       returning "joinVersion" as version`,
      values,
    )
    if (!saved) {
      const [same] = await run<{ version: number }>(`select "joinVersion" as version from "Event" where id = $1`, [id])
      return same ?? null
    }
    // A release whose time is still to come needs the mailer then; one whose time has passed asks the organiser.
    await run(`update "Event" e set "nextDueAt" = least("nextDueAt", next_due_at(e)) where id = $1`, [id])
    await writeAudit(run, organiser, "join details saved", id, { version: saved.version })
    return saved
  })
}

export type Release = "released" | "changed" | "over" | "notPublished"

/**
 * Releases a version of the join details: from now on the mailer owes it to every registered person. Safe to repeat.
 * "changed": the details are not the version that the organiser saw. null: no such event.
 */
export async function releaseJoinDetails(organiser: Organiser, id: string, version: number): Promise<Release | null> {
  const outcome = await transaction(async (run) => {
    const [event] = await run<{ joinVersion: number; isPublished: boolean; isOver: boolean }>(
      `select "joinVersion", status = 'published' as "isPublished", "endsAt" <= foyer_now() as "isOver" from "Event" where id = $1 for no key update`,
      [id],
    )
    if (!event) return null
    if (event.joinVersion !== version) return "changed"
    if (!event.isPublished) return "notPublished"
    if (event.isOver) return "over"
    await run(`update "Event" set "joinReleasedVersion" = $2, "nextDueAt" = foyer_now() where id = $1`, [id, version])
    await writeAudit(run, organiser, "join details released", id, { version })
    return "released"
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

/** Opens a draft to the public. The mailer looks at it now and finds when its join details are due. */
export async function publishEvent(id: string): Promise<void> {
  await query(`update "Event" set status = 'published', "nextDueAt" = foyer_now(), "updatedAt" = foyer_now() where id = $1 and status = 'draft'`, [id])
}
