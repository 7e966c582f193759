import { createHash } from "node:crypto"
import type { Act as AuditAct } from "@/lib/audit/rules"
import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { query, type Run, transaction } from "@/lib/db/client"
import { kinds } from "@/lib/deliveries/rules"
import { wakeMailer } from "@/lib/deliveries/wake"
import { type Chosen, listChosen } from "./list"
import type { Act } from "./rules"

// What an organiser does with people of the list, one or thousands: all of it, or nothing.

type Done = { count: number; turned: boolean }

/** Each statement gets the event and the ids, and finds a row for each person it was done for. Ids of another event are nobody's. */
const ofThisEvent = `(select r.* from "Registration" r where r."eventId" = $1 and r.id = any($2::uuid[]) order by r."registeredAt", r.id)`

const statements: Record<Act, string> = {
  resend: `
    insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
    select 'again:' || r.id || ':r' || r.round || ':' || (select count(*) from "Delivery" d where d."registrationId" = r.id and d.kind = 'again'), 'again', $1, r.id, r.round, ${kinds.again.urgency}
    from ${ofThisEvent} r join "Event" e on e.id = r."eventId"
    where r.status <> 'cancelled' and r."bouncedAt" is null and e.status = 'published' and foyer_now() < e."endsAt"
      and not exists (
        select from "Delivery" d where d."registrationId" = r.id and d.round = r.round and d.kind in ('confirmation', 'waiting', 'offer', 'join', 'again')
          and (d.state in ('queued', 'sending', 'data') or d.kind = 'again' and d."createdAt" > foyer_now() - interval '1 minute')
      )
    on conflict do nothing
    returning false as turned`,
  accept: `select false as turned from ${ofThisEvent} r where accept_offer(r.id) = 'registered'`,
  cancel: `select done.turned from ${ofThisEvent} r cross join lateral cancel_registration(r.id, 'organiser') done where r.status <> 'cancelled'`,
  restore: `
    select done.turned from ${ofThisEvent} r join "Event" e on e.id = r."eventId"
    cross join lateral register_attendee(e.slug, r.name, r.email, r."emailKey", r.organisation, r.answers, r.updates, r.source) done
    where r.status = 'cancelled' and done.answer in ('registered', 'waiting')`,
  erase: `select done.turned from ${ofThisEvent} r cross join lateral erase_registration(r.id) done`,
}

/** Stands for exactly these people, in whatever order: a list of which one has gone and another come is another. */
export const sealOf = (ids: string[]): string => createHash("sha256").update(ids.toSorted().join(" ")).digest("base64url")

/**
 * Does it for those who were chosen, and for whom it can be done. Returns for how many, and whether the event page now says something else.
 * "changed": everybody who fits a filter was meant, and these are others than `seal` stands for, so nothing was done.
 */
export async function actOnRegistrants(organiser: Organiser, act: Act, eventId: string, chosen: Chosen, seal = ""): Promise<Done | "changed"> {
  const done = await transaction(async (run): Promise<Done | "changed"> => {
    await atTheDesk(run, eventId)
    const ids = await listChosen(organiser, eventId, chosen, run)
    if (chosen.who === "all" && sealOf(ids) !== seal) return "changed"
    // A list that somebody is looking at may hold them. Before the people, so that it is not searched for each of them.
    if (act === "erase") await run(`delete from "Import" where "eventId" = $1`, [eventId])
    const rows = await run<{ turned: boolean }>(statements[act], [eventId, ids])
    const registration = ids.length === 1 && act !== "erase" ? ids[0] : undefined
    if (rows.length > 0) await writeAudit(run, organiser, auditWords[act], eventId, { people: rows.length, ...(registration && { registration }) })
    return { count: rows.length, turned: rows.some(({ turned }) => turned) }
  })
  wakeMailer()
  return done
}

const auditWords: Record<Act, AuditAct> = {
  resend: "letters sent again",
  accept: "offers accepted",
  cancel: "registrations cancelled",
  restore: "registrations restored",
  erase: "registrants erased",
}

/** Whoever registers or cancels meanwhile waits; and an organiser may register people before registration opens, and after it has closed. */
export const atTheDesk = async (run: Run, eventId: string): Promise<void> => {
  await run(`select set_config('foyer.at_desk', 'yes', true) from "Event" where id = $1 for no key update`, [eventId])
}

/** Names and addresses of up to so many of these people, in the order of the list. */
export async function listNames(_organiser: Organiser, eventId: string, ids: string[], most: number): Promise<{ id: string; name: string; email: string }[]> {
  return query(
    `select r.id, r.name, r.email from "Registration" r where r."eventId" = $1 and r.id = any($2::uuid[]) order by r."registeredAt" desc, r.id desc limit ${most}`,
    [eventId, ids],
  )
}
