import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { transaction } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"
import type { JoinDetailsInput } from "./schema"

// Link, passcode and instructions have versions: saving makes the next one, and releasing is an act of its own.

/**
 * Saves new join details as the next version; the same details again change nothing. Personal pages show them at once. "edited": somebody has saved
 * others since the form was made, and a correction of the passcode must not bring an old link back. null: no such event.
 */
export async function saveJoinDetails(organiser: Organiser, id: string, input: JoinDetailsInput): Promise<"saved" | "edited" | null> {
  return transaction(async (run) => {
    const values = [id, input.joinUrl, input.passcode, input.joinInstructions]
    // Whoever saves at the same moment waits, and is compared with what is saved here.
    const [event] = await run<{ version: number; isSame: boolean }>(
      `select "joinVersion" as version, ("joinUrl", passcode, "joinInstructions") is not distinct from ($2, nullif($3, ''), nullif($4, '')) as "isSame"
       from "Event" where id = $1 for no key update`,
      values,
    )
    if (!event) return null
    if (event.isSame) return "saved"
    if (event.version !== input.version) return "edited"
    await run(
      `update "Event" set "joinUrl" = $2, passcode = nullif($3, ''), "joinInstructions" = nullif($4, ''), "joinVersion" = "joinVersion" + 1 where id = $1`,
      values,
    )
    // A release whose time has passed without a link asks the organiser, whether or not a mailer ran at that time.
    await run(
      `update "Event" e set "releaseMissedAt" = foyer_now()
       where id = $1 and "joinVersion" = 1 and "joinReleasedVersion" is null and "releaseMissedAt" is null and join_release_at(e) <= foyer_now()`,
      [id],
    )
    await writeAudit(run, organiser, "join details saved", id, { version: event.version + 1 })
    return "saved"
  })
}

/** Writes down that somebody looks at link or passcode, at most once an hour for a person and an event. There may be nothing to see yet: then it writes nothing. */
export async function noteSeen(
  organiser: Organiser,
  { id, joinUrl, passcode }: { id: string; joinUrl: string | null; passcode: string | null },
): Promise<void> {
  if (joinUrl === null && passcode === null) return
  await transaction(async (run) => {
    // Two pages that one person opens at the same moment take turns.
    await run(`select from "User" where id = $1 for update`, [organiser.id])
    const recent = await run(
      `select from "AuditEntry" where "eventId" = $1 and "userId" = $2 and act = 'join details seen' and at > foyer_now() - interval '1 hour' limit 1`,
      [id, organiser.id],
    )
    if (recent.length === 0) await writeAudit(run, organiser, "join details seen", id)
  })
}

export type Release = "released" | "changed" | "over" | "notPublished" | "untested"

/**
 * Releases a version of the join details: from now on the mailer owes it to every registered person. Safe to repeat.
 * "changed": the details are not the version that the organiser saw. "untested": no test mail of this event has gone yet. null: no such event.
 */
export async function releaseJoinDetails(organiser: Organiser, id: string, version: number): Promise<Release | null> {
  const outcome = await transaction(async (run) => {
    const [event] = await run<{ joinVersion: number; isPublished: boolean; isOver: boolean; isTested: boolean }>(
      `select "joinVersion", status = 'published' as "isPublished", "endsAt" <= foyer_now() as "isOver",
         exists (select from "Delivery" where "eventId" = $1 and kind = 'test' and state = 'sent') as "isTested"
       from "Event" where id = $1 for no key update`,
      [id],
    )
    if (!event) return null
    if (event.joinVersion !== version) return "changed"
    if (!event.isPublished) return "notPublished"
    if (event.isOver) return "over"
    if (!event.isTested) return "untested"
    await run(`update "Event" set "joinReleasedVersion" = $2 where id = $1`, [id, version])
    await writeAudit(run, organiser, "join details released", id, { version })
    return "released"
  })
  wakeMailer()
  return outcome
}
