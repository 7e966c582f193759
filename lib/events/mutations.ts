import type { Act } from "@/lib/audit/rules"
import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { type Run, transaction } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"
import { instantOfMoment } from "@/lib/time"
import { lockAddresses } from "./making"
import type { EventInput } from "./schema"

export type Edit = "edited" | "slugTaken" | { taken: number } | Saved
/** What a save meant for the people on the list: how many got a place, and how many had been told another day of deletion. */
type Saved = { promoted: number; told: number }

/**
 * Saves what the public reads; places that it adds go to those who wait, and an address that it had leads to the new one. "edited": somebody has
 * saved since the form was made, and nothing was changed. "slugTaken": another event has, or had, this address. Else the number of places taken,
 * when the capacity is below it. null: no such event.
 */
export async function updateEvent(organiser: Organiser, id: string, input: EventInput): Promise<Edit | null> {
  const outcome = await transaction(async (run) => {
    const [event] = await run<{ taken: number; edition: number; slug: string; timeZone: string; retentionDays: number }>(
      `select taken, edition, slug, "timeZone", "retentionDays" from "Event" where id = $1 for no key update`,
      [id],
    )
    if (!event) return null
    if (event.edition !== input.edition) return "edited" as const
    if (input.capacity < event.taken) return { taken: event.taken }
    if (event.slug !== input.slug && !(await takeSlug(run, id, event.slug, input.slug))) return "slugTaken" as const
    await run(
      `update "Event" set slug = $2, title = $3, host = $4, summary = $5, about = $6, programme = $7, notice = nullif($8, ''), capacity = $9, "waitingList" = $10,
         "registrationOpensAt" = $11, "registrationClosesAt" = $12, "retentionDays" = $13, "replyTo" = nullif($14, ''), "offerHours" = $15,
         "doorsOpenMinutes" = $16, "embedOrigins" = $17, "privacyNotice" = $18, edition = edition + 1, "updatedAt" = foyer_now()
       where id = $1`,
      [
        id,
        input.slug,
        input.title,
        input.host,
        input.summary,
        input.about,
        input.programme,
        input.notice,
        input.capacity,
        input.waitingList,
        instantOfMoment(input.registrationOpens, event.timeZone),
        instantOfMoment(input.registrationCloses, event.timeZone),
        input.retentionDays,
        input.replyTo,
        input.offerHours,
        input.doorsOpenMinutes,
        input.embedOrigins,
        input.privacyNotice,
      ],
    )
    const [moved] = await run<{ promoted: number }>("select promote_waiting($1) as promoted", [id])
    const [onList] = await run<{ people: number }>(`select count(*) as people from "Registration" where "eventId" = $1 and status <> 'cancelled'`, [id])
    await writeAudit(run, organiser, "event edited", id)
    return { promoted: moved?.promoted ?? 0, told: event.retentionDays === input.retentionDays ? 0 : (onList?.people ?? 0) }
  })
  wakeMailer()
  return outcome
}

/** Keeps the old address as one that leads on. False: the new one is, or was, another event's. */
async function takeSlug(run: Run, id: string, before: string, slug: string): Promise<boolean> {
  await lockAddresses(run)
  const others = await run(`select from "Event" where slug = $1 union all select from "OldSlug" where slug = $1 and "eventId" <> $2`, [slug, id])
  if (others.length > 0) return false
  await run(`delete from "OldSlug" where slug = $1`, [slug])
  await run(`insert into "OldSlug" (slug, "eventId") values ($1, $2)`, [before, id])
  return true
}

/** Opens a draft to the public, out of the archive if need be. Safe to repeat. False: its end has passed, or it is cancelled. */
export const publishEvent = (organiser: Organiser | null, id: string): Promise<boolean> =>
  turn(
    organiser,
    "event published",
    `update "Event" set status = 'published', "archivedAt" = null, "updatedAt" = foyer_now() where id = $1 and status <> 'cancelled' and "endsAt" > foyer_now()`,
    id,
  )

/** Takes a published event back to a draft, as long as nobody is on its list. Safe to repeat. False: somebody is, or it is cancelled. */
export const unpublishEvent = (organiser: Organiser, id: string): Promise<boolean> =>
  turn(
    organiser,
    "event unpublished",
    `update "Event" e set status = 'draft', "updatedAt" = foyer_now()
     where id = $1 and status <> 'cancelled' and not exists (select from "Registration" r where r."eventId" = e.id and r.status <> 'cancelled')`,
    id,
  )

/** Takes an event that is over, cancelled or a draft out of the lists. Its pages stay. False: it is still to come. */
export const archiveEvent = (organiser: Organiser, id: string): Promise<boolean> =>
  turn(organiser, "event archived", `update "Event" set "archivedAt" = foyer_now() where id = $1 and (status <> 'published' or "endsAt" <= foyer_now())`, id)

/** Puts it back into the lists. Safe to repeat. */
export const unarchiveEvent = (organiser: Organiser, id: string): Promise<boolean> =>
  turn(organiser, "event taken out of the archive", `update "Event" set "archivedAt" = null where id = $1`, id)

/** One change of an event, and its audit entry with it. */
async function turn(organiser: Organiser | null, act: Act, statement: string, id: string): Promise<boolean> {
  const isDone = await transaction(async (run) => {
    // Whoever is registering holds this row: a statement that waited for it itself would still see the list as it was before.
    await run(`select from "Event" where id = $1 for no key update`, [id])
    const rows = await run(`${statement} returning id`, [id])
    if (rows.length > 0) await writeAudit(run, organiser, act, id)
    return rows.length > 0
  })
  wakeMailer()
  return isDone
}
