import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { transaction } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"

// What people who are registered must be told of: another time, the end of it all, a recording.

export type Move = "moved" | "same" | "past" | "cancelled"

/**
 * Gives the event another time. Whoever was told the old one is owed a letter, what the old time made due is withheld, and the calendar's SEQUENCE
 * rises (RFC 5545). The moment that was chosen for the release moves along. "past": the new time has begun already. null: no such event.
 */
export async function moveEvent(organiser: Organiser, id: string, { startsAt, endsAt }: { startsAt: Date; endsAt: Date }): Promise<Move | null> {
  const outcome = await transaction(async (run) => {
    const [event] = await run<{ startsAt: Date; isSame: boolean; isPast: boolean; isCancelled: boolean }>(
      `select "startsAt", ("startsAt", "endsAt") is not distinct from ($2::timestamptz, $3::timestamptz) as "isSame", $2 <= foyer_now() as "isPast", status = 'cancelled' as "isCancelled"
       from "Event" where id = $1 for no key update`,
      [id, startsAt, endsAt],
    )
    if (!event) return null
    if (event.isCancelled) return "cancelled"
    if (event.isSame) return "same"
    if (event.isPast) return "past"
    await run(
      `update "Event" set "joinReleaseAt" = "joinReleaseAt" + ($2::timestamptz - "startsAt"), "startsAt" = $2, "endsAt" = $3, sequence = sequence + 1,
         -- Everybody is written to, with the newest details when any are out: then nobody needs another letter for them.
         "joinReleasedVersion" = case when "joinReleasedVersion" is not null then "joinVersion" end, "archivedAt" = null, "updatedAt" = foyer_now()
       where id = $1`,
      [id, startsAt, endsAt],
    )
    await run("select shorten_offers($1)", [id])
    // A release that was missed comes again when its new time is still ahead.
    await run(`update "Event" e set "releaseMissedAt" = null where id = $1 and join_release_at(e) > foyer_now()`, [id])
    await writeAudit(run, organiser, "event moved", id, {
      before: event.startsAt.toISOString(),
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    })
    return "moved" as const
  })
  wakeMailer()
  return outcome
}

/** Cancels a published event: everyone who has a place or waits for one is owed a letter, and joining details and reminders that wait go no more. Safe to repeat. null: no such event, or not a published one. */
export async function cancelEvent(organiser: Organiser, id: string): Promise<"cancelled" | "over" | null> {
  const outcome = await transaction(async (run) => {
    const [event] = await run<{ status: string; isOver: boolean }>(
      `select status, "endsAt" <= foyer_now() as "isOver" from "Event" where id = $1 and status <> 'draft' for no key update`,
      [id],
    )
    if (!event) return null
    if (event.status === "cancelled") return "cancelled"
    if (event.isOver) return "over"
    await run(`update "Event" set status = 'cancelled', sequence = sequence + 1, "updatedAt" = foyer_now() where id = $1`, [id])
    await writeAudit(run, organiser, "event cancelled", id)
    return "cancelled" as const
  })
  wakeMailer()
  return outcome
}

/** Saves where the recording is. Once the session is over, everyone who was registered is mailed it, once. False: no such event. */
export async function saveRecording(organiser: Organiser, id: string, recordingUrl: string): Promise<boolean> {
  const isSaved = await transaction(async (run) => {
    const rows = await run(`update "Event" set "recordingUrl" = $2, "updatedAt" = foyer_now() where id = $1 returning id`, [id, recordingUrl])
    if (rows.length === 0) return false
    await writeAudit(run, organiser, "recording saved", id)
    return true
  })
  wakeMailer()
  return isSaved
}
