import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { type Run, transaction } from "@/lib/db/client"
import { renewPlans } from "@/lib/deliveries/plans"
import { kinds } from "@/lib/deliveries/rules"
import { wakeMailer } from "@/lib/deliveries/wake"
import { saveDraft } from "@/lib/drafts"
import { peopleOf, reason } from "./audiences"
import { countReached } from "./queries"
import { isStill } from "./rules"
import type { Audience, MessageInput, SendInput } from "./schema"

/** Keeps a message for 15 minutes, for its check page or for another try at its words. Returns the draft's id. */
export const keepMessage = (form: string, { subject, body, audience, id, person }: MessageInput): Promise<string> =>
  saveDraft(form, { subject, body, audience, ...(id && { id }), ...(person && { person }) })

export type Sending = "sent" | "already" | "changed" | "nobody" | "draft"

/**
 * Owes a message to everybody of its audience, in one transaction with the message itself. Its id makes it safe to repeat.
 * "already": a message with this id has gone. "changed": it would reach another number of people than the organiser saw. "draft": a draft never mails.
 * null: no such event.
 */
export async function sendMessage(organiser: Organiser, eventId: string, { id, subject, body, audience, count }: SendInput): Promise<Sending | null> {
  let letters = 0
  const outcome = await transaction(async (run) => {
    // Whoever registers, cancels or is erased meanwhile waits until the letters are written.
    const [event] = await run<{ isDraft: boolean }>(`select status = 'draft' as "isDraft" from "Event" where id = $1 for no key update`, [eventId])
    if (!event) return null
    if (event.isDraft) return "draft"
    // Two presses at once wait here for each other: the second finds the first one's message.
    const [message] = await run(
      `insert into "Message" (id, "eventId", subject, body, audience, "createdBy") values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing returning id`,
      [id, eventId, subject, body, audience, organiser.email],
    )
    if (!message) return "already"
    const reached = await countReached(organiser, eventId, audience, run)
    if (reached.count === 0 || !isStill(count, reached.count)) {
      await run(`delete from "Message" where id = $1`, [id])
      return reached.count === 0 ? "nobody" : "changed"
    }
    letters = await oweLetters(run, eventId, id, audience)
    await writeAudit(run, organiser, "message sent", eventId, { message: id, audience, letters })
    return "sent"
  })
  renewPlans(letters)
  wakeMailer()
  return outcome
}

/** One row for each person of the audience, withheld from the start where the person gets no messages. Returns how many. */
async function oweLetters(run: Run, eventId: string, id: string, audience: Audience): Promise<number> {
  const [written] = await run<{ letters: number }>(
    `with written as (
       insert into "Delivery" (key, kind, "eventId", "registrationId", "messageId", round, urgency, state, reason)
       select 'message:' || $2::text || ':' || r.id, 'message', e.id, r.id, $2::uuid, r.round, ${kinds.message.urgency},
         case when ${reason} is null then 'queued' else 'withheld' end::"DeliveryState", ${reason}
       from ${peopleOf(audience)}
       on conflict do nothing returning 1
     ) select count(*) as letters from written`,
    [eventId, id],
  )
  return written?.letters ?? 0
}
