import { writeAudit } from "@/lib/audit"
import type { Organiser } from "@/lib/auth/organiser"
import { query, transaction } from "@/lib/db/client"
import { holdsVersion } from "./owing"

// When the mail server fails altogether, an organiser mails link and passcode from elsewhere, and says so, so that the books stay right.

/**
 * The people who are registered now and hold no released details, each with the one letter `d` that was to carry them: the newest joining letter,
 * or the confirmation of whoever registered later. Whoever has a letter on its way is not among them.
 */
const unsent = `
  "Event" e
  join "Registration" r on r."eventId" = e.id and r.status = 'registered'
  cross join lateral (
    select * from "Delivery" own where own."registrationId" = r.id and own.round = r.round and own.kind in ('join', 'confirmation')
    order by own.kind = 'join' desc, own."createdAt" desc, own.key desc limit 1
  ) d
  where e.id = $1 and d.state in ('queued', 'failed', 'withheld') and not ${holdsVersion('e."joinReleasedVersion"')}
    and not exists (select from "Delivery" o where o."registrationId" = r.id and o.state = 'data')`

export type Unsent = { id: string; name: string; email: string; state: string; reason: string | null; smtpReply: string | null; tries: number; runAt: Date }

/** The people who hold no released details and have none on their way, with what the server said. The first thousand: mark them, and the next come. */
export async function listUnsent(_organiser: Organiser, eventId: string): Promise<Unsent[]> {
  return query<Unsent>(
    `select r.id, r.name, r.email, d.state, d.reason, d."smtpReply", d.tries, d."runAt" from ${unsent} order by d.state, r.name, r.id limit 1000`,
    [eventId],
  )
}

/** Records that an organiser has mailed link and passcode to these people. Whoever was mailed meanwhile stays as they are. Returns how many were marked. */
export async function markSentByHand(organiser: Organiser, eventId: string, people: string[]): Promise<number> {
  return transaction(async (run) => {
    const rows = await run(
      `with listed as (select d.id, r.email, e."joinReleasedVersion" as version, e."startsAt", e."endsAt" from ${unsent} and r.id = any($2))
       update "Delivery" d
       set state = 'sent', reason = 'by hand', "sentAt" = foyer_now(), "joinVersion" = l.version, "toldStartsAt" = l."startsAt", "toldEndsAt" = l."endsAt",
         recipient = l.email, "smtpCode" = null, "smtpReply" = null
       from listed l where d.id = l.id and d.state in ('queued', 'failed', 'withheld')
       returning d.id`,
      [eventId, people],
    )
    await writeAudit(run, organiser, "joining details sent by hand", eventId, { letters: rows.length })
    return rows.length
  })
}
