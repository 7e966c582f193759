import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { type Run, transaction } from "@/lib/db/client"
import { type DeliveryStatus, type RecipientStatus, readDeliveryStatus } from "./delivery-status"

// A letter that the mail server took can still come back, minutes or days later, as a report of its own.

export type BounceOutcome = "marked" | "known" | "not failed" | "unknown letter" | "no report"

/** What is said of each outcome, to the mail system and on the desk. */
export const bounceSentences: Record<BounceOutcome, string> = {
  marked: "The letter is marked as failed: it came back after the mail server had taken it.",
  known: "Nothing was changed: this report is known, or the ledger does not count its letter as sent.",
  "not failed": "Nothing was changed: the report does not say that a letter was given up.",
  "unknown letter": "Nothing was changed: the report is not about a letter of this site.",
  "no report": "Nothing was changed: there is no delivery report in this mail.",
}

/** The outcome that a word from an address names. null: none. */
export const bounceOutcome = (word: string): BounceOutcome | null => outcomes.find((outcome) => outcome === word) ?? null
const outcomes: BounceOutcome[] = ["marked", "known", "not failed", "unknown letter", "no report"]

/**
 * Reads the report in a returned mail (RFC 3464). When it says that a letter of ours was given up, the letter has failed after all, and an
 * address that is the letter's own and refused for good has bounced for this event. The same report again changes nothing. `organiser` is who handed it in; null: a mail system.
 */
export async function recordBounce(raw: Buffer, organiser: Organiser | null): Promise<BounceOutcome> {
  const report = await readDeliveryStatus(raw)
  if (!report) return "no report"
  if (!report.recipients.some(({ hasFailed }) => hasFailed)) return "not failed"
  return transaction(async (run) => {
    const letter = await lockLetter(run, report)
    if (!letter) return "unknown letter"
    const status = statusOf(letter, report.recipients)
    if (!status?.hasFailed) return "not failed"
    if (!letter.isUnderWay || letter.isKnown) return "known"
    await markBounced(run, letter, status)
    await writeAudit(run, organiser, "letter bounced", letter.eventId, { delivery: letter.id, kind: letter.kind, report: report.id ?? "" })
    return "marked"
  })
}

type Letter = { id: string; kind: string; eventId: string | null; recipient: string; isUnderWay: boolean; isKnown: boolean }

/** Holding the letter's row makes two deliveries of one report take turns: the second one finds it known. */
async function lockLetter(run: Run, { id, letterIds }: DeliveryStatus): Promise<Letter | null> {
  const [letter] = await run<Letter>(
    `select d.id, d.kind, d."eventId", coalesce(d.recipient, '') as recipient,
       d.state = 'data' or d.state = 'sent' and d.reason is distinct from 'by hand' as "isUnderWay",
       -- An organiser may have had the letter sent again since this report came the first time.
       exists (select from "AuditEntry" a where a."eventId" = d."eventId" and a.act = 'letter bounced' and a.detail ->> 'delivery' = d.id::text and a.detail ->> 'report' = $2) as "isKnown"
     from "Delivery" d
     where d.id = any($1) order by array_position($1::uuid[], d.id) limit 1 for update of d`,
    [letterIds, id],
  )
  return letter ?? null
}

const isOwn = ({ recipient }: Letter, { addresses }: RecipientStatus) => addresses.length === 0 || addresses.includes(recipient.toLowerCase())

/** What is said of the letter's own recipient; else of whoever the letter failed to reach, such as the address that it was forwarded to. */
function statusOf(letter: Letter, recipients: RecipientStatus[]): RecipientStatus | undefined {
  return recipients.find((status) => isOwn(letter, status)) ?? recipients.find(({ hasFailed }) => hasFailed)
}

async function markBounced(run: Run, letter: Letter, status: RecipientStatus): Promise<void> {
  await run(
    `with failed as (
       update "Delivery" set state = 'failed', reason = 'bounced later', "smtpCode" = $2, "smtpReply" = $3, worker = null, "leaseUntil" = null
       where id = $1 returning "registrationId", round, "addressChangeId"
     )
     update "Registration" r set "bouncedAt" = foyer_now() from failed f where $4 and r.id = f."registrationId" and r.round = f.round and f."addressChangeId" is null`,
    [letter.id, status.code, status.words, isOwn(letter, status) && status.isForGood],
  )
}
