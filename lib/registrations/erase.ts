import { writeAudit } from "@/lib/audit/write"
import { transaction } from "@/lib/db/client"
import { kinds } from "@/lib/deliveries/rules"
import { wakeMailer } from "@/lib/deliveries/wake"

/**
 * Deletes the person with everything that the site holds about them, gives their place on, and tells their mailbox. The ledger keeps its count without them.
 * Returns whether the event page now says something else. null: there is no such registration.
 */
export async function eraseOneself({ id, eventId }: { id: string; eventId: string }): Promise<{ turned: boolean } | null> {
  const erased = await transaction(async (run) => {
    // The event row first, as everybody does who writes registrations: the address is the one that they have when they go.
    await run(`select from "Event" where id = $1 for no key update`, [eventId])
    // The letter is nobody's: its row holds the address for as long as it is on its way.
    await run(
      `insert into "Delivery" (key, kind, "eventId", urgency, recipient)
       select 'erased:' || gen_random_uuid(), 'erased', "eventId", ${kinds.erased.urgency}, email from "Registration" where id = $1 and "bouncedAt" is null`,
      [id],
    )
    const [done] = await run<{ turned: boolean }>("select turned from erase_registration($1)", [id])
    if (done) await writeAudit(run, null, "registration erased by the person", eventId)
    return done ?? null
  })
  wakeMailer()
  return erased
}
