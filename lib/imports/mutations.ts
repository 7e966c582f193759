import { z } from "zod"
import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { query, transaction } from "@/lib/db/client"
import { kinds } from "@/lib/deliveries/rules"
import { wakeMailer } from "@/lib/deliveries/wake"
import { atTheDesk } from "@/lib/registrations/acts"
import { fates } from "./fates"
import { countFates } from "./queries"
import { comingIn, isClean } from "./rules"
import type { ImportLine } from "./schema"

/** Keeps what a file says until the organiser has looked at what would happen. Returns its id. */
export async function keepImport(_organiser: Organiser, eventId: string, fileName: string, lines: ImportLine[]): Promise<string> {
  const [kept] = await query<{ id: string }>(`insert into "Import" ("eventId", "fileName", lines) values ($1, $2, $3) returning id`, [
    eventId,
    fileName,
    JSON.stringify(lines),
  ])
  if (!kept) throw new Error("the list was not kept")
  return kept.id
}

/** "changed": the list is no longer what the page showed, so nothing was done. "closed": nobody can register for this event. */
export type ImportOutcome = "done" | "changed" | "closed"

/**
 * Registers the people of an import, `count` of them as the page said, and owes each the letter that the form would have owed: all of them, or
 * nobody. Lines that cannot be done stay out only with `leaveOut`. A second press, and the same file once more, change nothing. null: no such import.
 */
export async function runImport(
  organiser: Organiser,
  eventId: string,
  importId: string,
  { count, leaveOut }: { count: number; leaveOut: boolean },
): Promise<ImportOutcome | null> {
  if (!z.guid().safeParse(importId).success) return null
  const outcome = await transaction(async (run): Promise<ImportOutcome | null> => {
    // The event row first, as everybody does who gives places: nobody registers in between, and a second press waits here.
    await atTheDesk(run, eventId)
    const [kept] = await run<{ doneAt: Date | null; isOpen: boolean }>(
      `select i."doneAt", registration_state(e) = 'open' as "isOpen" from "Import" i join "Event" e on e.id = i."eventId" where i.id = $1 and e.id = $2`,
      [importId, eventId],
    )
    if (!kept) return null
    if (kept.doneAt) return "done"
    if (!kept.isOpen) return "closed"
    const counted = await countFates(importId, run)
    if (comingIn(counted) !== count || !(leaveOut || isClean(counted))) return "changed"
    await run(registerAll, [importId])
    await run(`update "Import" set "doneAt" = foyer_now(), lines = '[]' where id = $1`, [importId])
    await writeAudit(run, organiser, "list imported", eventId, { people: count })
    return "done"
  })
  if (outcome === "done") wakeMailer()
  return outcome
}

const registerAll = `
  with ${fates}, written as (
    insert into "Registration" ("eventId", name, email, "emailKey", organisation, status, source, "registeredAt")
    -- One microsecond after the other, so that the list and the waiting list keep the order of the file.
    select "eventId", name, email, "emailKey", organisation, fate::"RegistrationStatus", 'import', foyer_now() + line * interval '1 microsecond'
    from fated where fate in ('registered', 'waiting')
    returning id, "eventId", status, round
  ), counted as (
    update "Event" e set taken = taken + (select count(*) from written where status = 'registered') from "Import" i where i.id = $1 and e.id = i."eventId"
  )
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  select kind || ':' || id || ':r' || round, kind, "eventId", id, round, ${kinds.join.urgency}
  from written cross join lateral (select case status when 'registered' then 'confirmation' else 'waiting' end as kind) letter`
