import { writeAudit } from "@/lib/audit"
import type { Organiser } from "@/lib/auth/organiser"
import { query, transaction } from "@/lib/db/client"
import { urgent } from "./rules"
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

type Run = typeof query

/** An organiser's word about a run, written into the audit with the act itself. */
async function command<Result>(organiser: Organiser, act: string, eventId: string, work: (run: Run) => Promise<Result>): Promise<Result> {
  const result = await transaction(async (run) => {
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

/** Withholds what still waits, apart from urgent letters. Returns how many. */
export const stopRun = (organiser: Organiser, eventId: string): Promise<number> =>
  command(organiser, "waiting mail stopped", eventId, async (run) => {
    const rows = await run(
      `update "Delivery" set state = 'withheld', reason = 'stopped by the organiser' where "eventId" = $1 and state = 'queued' and urgency > ${urgent} returning id`,
      [eventId],
    )
    return rows.length
  })

/** Owes again what failed, what was kept from an address that had bounced, and what an organiser stopped. Returns how many letters. */
export const retryFailed = (organiser: Organiser, eventId: string): Promise<number> =>
  command(organiser, "failed mail tried again", eventId, async (run) => {
    const rows = await run<{ id: string }>(
      `update "Delivery" d set state = 'queued', "runAt" = foyer_now(), tries = 0, reason = null, "setbackAt" = null
       from "Registration" r
       where r.id = d."registrationId" and r.round = d.round and d."eventId" = $1
         and (d.state = 'failed' or d.state = 'withheld' and d.reason in ('bounced address', 'stopped by the organiser'))
       returning r.id`,
      [eventId],
    )
    await run(`update "Registration" set "bouncedAt" = null where id = any($1)`, [rows.map(({ id }) => id)])
    return rows.length
  })

/** The letters with the released join details that have not gone, by people who are registered now. */
const unsent = `
  from "Delivery" d join "Event" e on e.id = d."eventId" join "Registration" r on r.id = d."registrationId" and r.round = d.round and r.status = 'registered'
  where d."eventId" = $1 and d.kind = 'join' and d.state in ('queued', 'failed', 'withheld') and d.reason is distinct from 'has these details already'
    and not exists (
      select from "Delivery" s where s."registrationId" = r.id and s.round = r.round and s.state in ('data', 'sent') and s."joinVersion" >= e."joinReleasedVersion"
    )
    and d.key like '%:v' || e."joinReleasedVersion"`

export type Unsent = { id: string; name: string; email: string; state: string; reason: string | null; smtpReply: string | null; tries: number; runAt: Date }

/** The people whose joining details have not gone, with what the server said, and the moment of the list: for sending by hand. The first thousand. */
export async function listUnsent(_organiser: Organiser, eventId: string): Promise<{ people: Unsent[]; listedAt: Date }> {
  const people = await query<Unsent>(
    `select r.id, r.name, r.email, d.state, d.reason, d."smtpReply", d.tries, d."runAt" ${unsent} order by d.state, r.name, r.id limit 1000`,
    [eventId],
  )
  const [moment] = await query<{ now: Date }>("select foyer_now() as now")
  return { people, listedAt: moment?.now ?? new Date() }
}

/** Records that an organiser has mailed link and passcode to everyone on the list of that moment. Returns how many. */
export const markSentByHand = (organiser: Organiser, eventId: string, listedAt: Date): Promise<number> =>
  command(organiser, "joining details sent by hand", eventId, async (run) => {
    const rows = await run(
      `with listed as (select d.id, r.email, e."joinReleasedVersion" as version, e."startsAt", e."endsAt" ${unsent} and d."createdAt" <= $2 for update of d)
       update "Delivery" d
       set state = 'sent', reason = 'by hand', "sentAt" = foyer_now(), "joinVersion" = l.version, "toldStartsAt" = l."startsAt", "toldEndsAt" = l."endsAt",
         recipient = l.email, "smtpCode" = null, "smtpReply" = null
       from listed l where d.id = l.id and d.state in ('queued', 'failed', 'withheld')
       returning d.id`,
      [eventId, listedAt],
    )
    return rows.length
  })
