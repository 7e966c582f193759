import { writeAudit } from "@/lib/audit/write"
import { idleDays } from "@/lib/auth/rules"
import { query, type Run, transaction } from "@/lib/db/client"
import { kinds } from "@/lib/deliveries/rules"
import { wakeMailer } from "@/lib/deliveries/wake"
import { log, placeOf } from "@/lib/log"
import { getReceipt } from "./receipts"
import { lettersIn, peopleIn } from "./rules"

/** Of how many people is deleted in one transaction. */
const piece = 500

/**
 * Deletes what the form promised to delete: all that is personal of events whose day of deletion has come, piece by piece, with a receipt.
 * With it go lists that were uploaded, and lost links that were asked for, a day ago, the counters of the doors, which hold network addresses, and what nobody can sign in with any more.
 */
export async function deleteWhatIsOver(): Promise<void> {
  const due = await query<{ id: string }>(`select id from "Event" e where is_deletion_due(e) and holds_personal(id) order by id`)
  for (const { id } of due) {
    // One event that cannot be deleted must not keep the others.
    await deleteEvent(id).catch((error) => log.error({ event: id, at: placeOf(error) }, "what is personal of an event could not be deleted"))
  }
  await query(`delete from "Import" where "createdAt" <= foyer_now() - interval '1 day'`)
  await query(`delete from "LinkRequest" where "createdAt" <= foyer_now() - interval '1 day'`)
  await query(`delete from "Limit" where expire < extract(epoch from foyer_now()) * 1000`)
  await query(`delete from "VerificationToken" where expires < foyer_now()`)
  await query(`delete from "Session" where expires < foyer_now() or "seenAt" < foyer_now() - make_interval(days => $1)`, [idleDays])
}

/** Deletes what is personal of one event when its day has come. Any number of workers may do this at once: each piece is one worker's. `most`: of how many people in one transaction. */
export async function deleteEvent(eventId: string, most = piece): Promise<void> {
  while (await transaction((run) => deletePiece(run, eventId, most)));
  wakeMailer()
}

/** Returns whether there is more to delete. */
async function deletePiece(run: Run, eventId: string, most: number): Promise<boolean> {
  const [done] = await run<{ deletion: string; isOver: boolean }>(`select deletion, is_over as "isOver" from delete_personal($1, $2)`, [eventId, most])
  if (done?.isOver) await tell(run, eventId, done.deletion)
  return done?.isOver === false
}

/** The word to the record and to everybody who runs the event, in the transaction of the last piece. */
async function tell(run: Run, eventId: string, deletion: string): Promise<void> {
  const receipt = await getReceipt(deletion, run)
  if (!receipt) throw new Error("a deletion without its receipt")
  await writeAudit(run, null, "personal data deleted", eventId, { people: peopleIn(receipt.counts), letters: lettersIn(receipt.counts) })
  await run(
    `insert into "Delivery" (key, kind, "eventId", "userId", urgency)
     select 'deletion:' || $2 || ':' || u.id, 'deletion', $1::uuid, u.id, ${kinds.deletion.urgency} from "User" u
     where u.role in ('owner', 'organiser') or exists (select from "EventRole" own where own."userId" = u.id and own."eventId" = $1::uuid and own.role = 'organiser')
     on conflict do nothing`,
    [eventId, deletion],
  )
}
