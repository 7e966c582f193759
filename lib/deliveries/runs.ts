import type { Act } from "@/lib/audit/rules"
import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { query, type Run, transaction } from "@/lib/db/client"
import { materialiseDue } from "./due"
import { wakeMailer } from "./wake"

// A run: the letters of one event that are not urgent. It can be paused, resumed, stopped and tried again, and it pauses itself when the server refuses what it says.

const mostRefusals = 20

/** Pauses the event's run when its content was refused twenty times in a row, with the server's words. */
export async function pauseAfterRefusals(eventId: string, words: string): Promise<void> {
  await query(
    `update "Event" set "mailPausedAt" = foyer_now(), "mailPausedBecause" = $2
     where id = $1 and "mailPausedAt" is null and ${mostRefusals} <= (
       select count(*) from "Delivery" d
       where d."eventId" = $1 and d.state = 'failed' and d.reason = 'content refused'
         and d."runAt" > coalesce((select max("sentAt") from "Delivery" where "eventId" = $1 and state = 'sent'), '-infinity')
     )`,
    [eventId, words],
  )
}

/** An organiser's word about a run, written into the audit with the act itself. */
async function command<Result>(organiser: Organiser, act: Act, eventId: string, work: (run: Run) => Promise<Result>): Promise<Result> {
  const result = await transaction(async (run) => {
    // The event first, as everybody does who writes letters to many people.
    await run(`select from "Event" where id = $1 for no key update`, [eventId])
    const done = await work(run)
    await writeAudit(run, organiser, act, eventId, typeof done === "number" ? { letters: done } : {})
    return done
  })
  wakeMailer()
  return result
}

/** Lets the letters of this event wait. What is in flight arrives; sign-in, confirmation and the like go on. */
export const pauseRun = (organiser: Organiser, eventId: string): Promise<void> =>
  command(organiser, "mail paused", eventId, async (run) => {
    await run(`update "Event" set "mailPausedAt" = coalesce("mailPausedAt", foyer_now()) where id = $1`, [eventId])
  })

/** Lets them go again. */
export const resumeRun = (organiser: Organiser, eventId: string): Promise<void> =>
  command(organiser, "mail resumed", eventId, async (run) => {
    await run(`update "Event" set "mailPausedAt" = null, "mailPausedBecause" = null where id = $1`, [eventId])
  })

/**
 * Withholds joining details, reminders, messages and the recording that still wait. What people must be told (moved, cancelled) goes all the same.
 * Returns how many letters.
 */
export async function stopRun(organiser: Organiser, eventId: string): Promise<number> {
  // What is due and has no row yet would be written after the stop, and go.
  await materialiseDue(eventId)
  return command(organiser, "waiting mail stopped", eventId, async (run) => {
    const rows = await run(
      `update "Delivery" set state = 'withheld', reason = 'stopped by the organiser'
       where "eventId" = $1 and state = 'queued' and kind in ('join', 'reminder', 'message', 'after') returning id`,
      [eventId],
    )
    return rows.length
  })
}

const isOlderLink = `d.kind = 'join' and exists (
  select from "Delivery" n where n."registrationId" = d."registrationId" and n.round = d.round and n.kind = 'join' and n."createdAt" > d."createdAt")`

/**
 * Owes again what failed, what was kept from an address that had bounced, and what an organiser stopped. Of joining details only the newest go.
 * Returns how many letters.
 */
export const retryFailed = (organiser: Organiser, eventId: string): Promise<number> =>
  command(organiser, "failed mail tried again", eventId, async (run) => {
    await doubtWhatBounced(run, eventId)
    const rows = await run(
      `update "Delivery" d set state = 'queued', "runAt" = foyer_now(), tries = 0, reason = null, "setbackAt" = null
       from "Registration" r
       where r.id = d."registrationId" and (r.round = d.round or d.kind = 'message') and d."eventId" = $1
         and (d.state = 'failed' or d.state = 'withheld' and (d.reason in ('bounced address', 'stopped by the organiser')
           -- What had the details for them went to an address that has bounced.
           or r."bouncedAt" is not null and d.reason = 'has these details already')) and not (${isOlderLink})
       returning d.id`,
      [eventId],
    )
    await run(`update "Registration" set "bouncedAt" = null where "eventId" = $1 and "bouncedAt" is not null`, [eventId])
    return rows.length
  })

/** What an address that bounced was sent before counts for nothing: its joining details have failed, and no other letter stands for them. */
async function doubtWhatBounced(run: Run, eventId: string): Promise<void> {
  await run(
    `update "Delivery" d
     set state = case when d.kind = 'join' then 'failed' else d.state end, reason = case when d.kind = 'join' then 'bounced later' else d.reason end,
       "joinVersion" = case when d.kind = 'join' then d."joinVersion" end
     from "Registration" r join "Event" e on e.id = r."eventId"
     where r.id = d."registrationId" and r.round = d.round and d."eventId" = $1 and r."bouncedAt" is not null
       and e.status = 'published' and foyer_now() < e."endsAt"
       and d.state = 'sent' and d."joinVersion" is not null and d.reason is distinct from 'by hand'`,
    [eventId],
  )
  await run(`update "Event" set "nextDueAt" = foyer_now() where id = $1`, [eventId])
}

/** Makes the next try at a mail server that does not let us in due at once, for an organiser who has mended what was wrong. */
export const tryServer = (organiser: Organiser, eventId: string): Promise<void> =>
  command(organiser, "mail server tried again", eventId, async (run) => {
    await run(`update "MailServer" set "restUntil" = foyer_now() where trouble is not null`)
  })
