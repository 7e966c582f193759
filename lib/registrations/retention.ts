import { idleDays } from "@/lib/auth/rules"
import { query } from "@/lib/db/client"

/**
 * Deletes what the form promised to delete: names, addresses and letters of events whose day of deletion has come.
 * With it go lists that were uploaded a day ago, the counters of the doors, which hold network addresses, and what nobody can sign in with any more.
 */
export async function deleteWhatIsOver(): Promise<void> {
  await query(
    `delete from "Registration" r using "Event" e
     where e.id = r."eventId" and e."endsAt" + make_interval(days => e."retentionDays") <= foyer_now()`,
  )
  await query(`delete from "Import" where "createdAt" <= foyer_now() - interval '1 day'`)
  await query(`delete from "Limit" where expire < extract(epoch from foyer_now()) * 1000`)
  await query(`delete from "VerificationToken" where expires < foyer_now()`)
  await query(`delete from "Session" where expires < foyer_now() or "seenAt" < foyer_now() - make_interval(days => $1)`, [idleDays])
}
