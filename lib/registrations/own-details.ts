import type { z } from "zod"
import { type Run, transaction } from "@/lib/db/client"
import { kinds } from "@/lib/deliveries/rules"
import { wakeMailer } from "@/lib/deliveries/wake"
import type { ownDetailsSchemaOf } from "@/lib/own-details/schema"
import type { Question } from "@/lib/questions/schema"
import { askForAddress, lockEventOf } from "./address-changes"

// What people change about themselves.

type Input = z.output<ReturnType<typeof ownDetailsSchemaOf>>
/** "tooMany": too many new addresses were asked for within the hour. "closed": the place is cancelled, or the session is over. */
export type Changed = "saved" | "tooMany" | "closed"

/**
 * Changes name, organisation, answers and the wish for news at once, and says so by mail. Another address is written to first, and counts once its
 * mailbox says yes. All of it happens, or nothing. Answers to questions that the event does not ask any more stay.
 */
export async function changeOwnDetails(registrationId: string, input: Input, questions: Question[]): Promise<Changed> {
  const changed = await transaction(async (run): Promise<Changed> => {
    const person = await lockPerson(run, registrationId)
    if (!person) return "closed"
    if (person.emailKey !== input.email.emailKey && !(await askForAddress(registrationId, input.email, run))) return "tooMany"
    if (await save(run, registrationId, input, questions)) await sayThatTheyChanged(run, registrationId)
    return "saved"
  })
  wakeMailer()
  return changed
}

/** Two forms of one person take turns, so that neither is counted or mailed twice. */
async function lockPerson(run: Run, registrationId: string): Promise<{ emailKey: string } | undefined> {
  await lockEventOf(run, registrationId)
  const [person] = await run<{ emailKey: string }>(
    `select r."emailKey" from "Registration" r join "Event" e on e.id = r."eventId"
     where r.id = $1 and r.status <> 'cancelled' and e.status = 'published' and foyer_now() < e."endsAt" for update of r`,
    [registrationId],
  )
  return person
}

// A question that was removed while this waited for the event is not asked any more, and its answer is not kept.
const answers = `(answers - $5::text[]) || answers_asked_for((select questions from "Event" e where e.id = "Registration"."eventId"), $6::jsonb)`

async function save(run: Run, registrationId: string, input: Input, questions: Question[]): Promise<boolean> {
  const changed = await run(
    `update "Registration" set name = $2, organisation = $3, updates = $4, answers = ${answers}
     where id = $1 and (name, organisation, updates, answers) is distinct from ($2, $3, $4::boolean, ${answers})
     returning id`,
    [registrationId, input.name, input.organisation, input.updates, questions.map(({ id }) => id), JSON.stringify(input.answers)],
  )
  return changed.length > 0
}

async function sayThatTheyChanged(run: Run, registrationId: string): Promise<void> {
  await run(
    `insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
     select 'details:' || r.id || ':r' || r.round || ':' || (select count(*) from "Delivery" d where d."registrationId" = r.id and d.kind = 'details'),
       'details', r."eventId", r.id, r.round, ${kinds.details.urgency}
     from "Registration" r
     where r.id = $1 and not exists (
       select from "Delivery" d where d."registrationId" = r.id and d.kind = 'details'
         and (d.state in ('queued', 'sending', 'data') or d."createdAt" > foyer_now() - interval '10 minutes'))`,
    [registrationId],
  )
}
