import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { query, transaction } from "@/lib/db/client"
import { carriers, holdsVersion, joinKey } from "./owing"
import { kinds } from "./rules"

// When the mail server fails altogether, an organiser mails link and passcode from elsewhere, and says so, so that the books stay right.

const version = 'e."joinReleasedVersion"'
/** The id of the letter that owes the person the released details. It names person, round and version: one that was read from a page holds only as long as all three do. */
const letter = `md5(${joinKey(version)})::uuid`

/**
 * The people who are registered now and hold no released details, each with `d`, the newest letter that was to carry them: one that is open or
 * failed, before one that an address took which has bounced since. Whoever has a letter on its way is not among them.
 */
const unsent = `
  "Event" e
  join "Registration" r on r."eventId" = e.id and r.status = 'registered'
  cross join lateral (
    select *, own.state = 'sent' as "wasTaken" from "Delivery" own where own."registrationId" = r.id and own.round = r.round and own.kind in (${carriers})
    order by own.state in ('sending', 'data') desc, own.state in ('queued', 'failed', 'withheld') desc, own.kind = 'join' desc, own."createdAt" desc, own.key desc limit 1
  ) d
  where e.id = $1 and not ${holdsVersion(version)}
    -- A letter that was taken counts only when its address has bounced since: else the one with the details is still being made.
    and (d.state in ('queued', 'failed', 'withheld') or d.state = 'sent' and r."bouncedAt" is not null)
    and not exists (select from "Delivery" o where o."registrationId" = r.id and o.state = 'data')`

export type Unsent = {
  id: string
  /** Names the letter, for the mark that it was sent by hand. */
  letter: string
  name: string
  email: string
  state: string
  reason: string | null
  smtpReply: string | null
  tries: number
  runAt: Date
}

/** The people who hold no released details and have none on their way, with what the server said: first those who wait for nothing. A thousand at most: mark them, and the next come. */
export async function listUnsent(_organiser: Organiser, eventId: string): Promise<Unsent[]> {
  return query<Unsent>(
    `select r.id, ${letter} as letter, r.name, r.email, case when d."wasTaken" then 'failed' else d.state::text end as state,
       case when d."wasTaken" then 'bounced address' else d.reason end as reason, d."smtpReply", d.tries, d."runAt"
     from ${unsent} order by d.state = 'queued', r.name, r.id limit 1000`,
    [eventId],
  )
}

/**
 * Records that an organiser has mailed link and passcode to the people whose letters these are. Whoever was mailed meanwhile stays as they are, and
 * so does whoever has another address by now; nobody is marked once newer details are saved. Confirmations that wait still go. Returns how many were marked.
 */
export async function markSentByHand(organiser: Organiser, eventId: string, listed: string[]): Promise<number> {
  return transaction(async (run) => {
    // A second tab waits here: two of these statements at once would fail on the id that is made from the key.
    await run(`select from "Event" where id = $1 for no key update`, [eventId])
    const rows = await run(
      `insert into "Delivery" as d (key, kind, "eventId", "registrationId", round, urgency, state, reason, "sentAt", "joinVersion", "toldStartsAt", "toldEndsAt", recipient)
       select ${joinKey(version)}, 'join', e.id, r.id, r.round, ${kinds.join.urgency}, 'sent', 'by hand', foyer_now(), ${version}, e."startsAt", e."endsAt", r.email
       from ${unsent} and ${letter} = any($2) and e."joinVersion" = ${version}
       on conflict (key) do update
       set state = excluded.state, reason = excluded.reason, "sentAt" = excluded."sentAt", "joinVersion" = excluded."joinVersion",
         "toldStartsAt" = excluded."toldStartsAt", "toldEndsAt" = excluded."toldEndsAt", recipient = excluded.recipient, "smtpCode" = null, "smtpReply" = null
       where d.state in ('queued', 'failed', 'withheld')
         or d.state = 'sent' and exists (select from "Registration" b where b.id = d."registrationId" and b."bouncedAt" is not null)
       returning d.id`,
      [eventId, listed],
    )
    await writeAudit(run, organiser, "joining details sent by hand", eventId, { letters: rows.length })
    return rows.length
  })
}
