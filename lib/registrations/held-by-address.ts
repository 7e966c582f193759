import { writeAudit } from "@/lib/audit/write"
import type { Owner } from "@/lib/auth/organiser"
import { db, getNow, query } from "@/lib/db/client"
import { readHeld } from "./held"

// Everything that the site holds about an address, in all events, for a person who asks (GDPR, article 15).

type Address = { email: string; emailKey: string }

/** Reads it and writes down that it was read, without the address: the record outlives what it is about. */
export async function exportHeld(owner: Owner, { email, emailKey }: Address) {
  const typed = [emailKey, email.toLowerCase()]
  const now = await getNow()
  const [registrations, addressesLeft, addressesAskedFor, linksAskedFor, lists, drafts, lastWords, searches, team] = await Promise.all([
    listOwn(typed, now),
    // Of a registration that has another address now nothing else is told: the old mailbox may be somebody else's by now.
    query(
      `select e.title as session, c."provenAt" as "leftAt" from "AddressChange" c join "Registration" r on r.id = c."registrationId" join "Event" e on e.id = r."eventId"
       where c."provenAt" is not null and (c."emailKey" = any($1) or lower(c."oldEmail") = any($1)) and r."emailKey" <> all($1)`,
      [typed],
    ),
    // An address that somebody only asked for may be another person's: of their registration nothing is told.
    query(
      `select e.title as session, c.email as "to", c."createdAt" as "askedAt" from "AddressChange" c join "Registration" r on r.id = c."registrationId" join "Event" e on e.id = r."eventId"
       where c."emailKey" = any($1) and c."provenAt" is null and r."emailKey" <> all($1)`,
      [typed],
    ),
    query(`select e.title as session, l."createdAt" as at from "LinkRequest" l join "Event" e on e.id = l."eventId" where l."emailKey" = any($1)`, [typed]),
    query(
      `select e.title as session, i."fileName", line from "Import" i join "Event" e on e.id = i."eventId" cross join lateral jsonb_array_elements(i.lines) line
       where line ->> 'emailKey' = any($1)`,
      [typed],
    ),
    query(`select form, fields, "createdAt" as at from "Draft" where lower(trim(fields ->> 'email')) = any($1)`, [typed]),
    query(`select kind, state, "createdAt" as "owedAt" from "Delivery" where "registrationId" is null and "userId" is null and lower(recipient) = any($1)`, [
      typed,
    ]),
    query(`select at, act from "AuditEntry" where act = 'audit exported' and lower(detail ->> 'who') = any($1)`, [typed]),
    readTeam(typed),
  ])
  await writeAudit(query, owner, "address exported", null)
  return { address: email, readAt: now, registrations, addressesLeft, addressesAskedFor, linksAskedFor, lists, drafts, lastWords, searches, team }
}

/** What is held of each registration under this address. */
async function listOwn(typed: string[], now: Date) {
  const ids = await query<{ id: string }>(`select id from "Registration" where "emailKey" = any($1)`, [typed])
  const include = { event: { include: { readings: true } } }
  const found = await db().registration.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, include, orderBy: { registeredAt: "asc" } })
  return Promise.all(found.map((one) => readHeld({ ...one, now, toldBefore: null })))
}

/** Of somebody on the team: what they may do, what they did, what was done with them, and their letters. null: they are not, and never were. */
async function readTeam(typed: string[]) {
  const [member] = await query(`select email, name, role, "createdAt" as since from "User" where lower(email) = any($1)`, [typed])
  const sessions = await query(
    `select s."createdAt" as "signedInAt", s."seenAt", s.device from "Session" s join "User" u on u.id = s."userId" where lower(u.email) = any($1) order by s."createdAt"`,
    [typed],
  )
  const acts = await query(`select at, act, "eventId" from "AuditEntry" where lower(email) = any($1) order by at, id`, [typed])
  const actsAbout = await query(`select at, act from "AuditEntry" where lower(detail ->> 'person') = any($1) order by at, id`, [typed])
  const roles = await query(
    `select e.title as session, o.role from "EventRole" o join "Event" e on e.id = o."eventId" join "User" u on u.id = o."userId" where lower(u.email) = any($1)`,
    [typed],
  )
  const letters = await query(
    `select d.kind, d.state, d."createdAt" as "owedAt", d."sentAt" from "Delivery" d join "User" u on u.id = d."userId" where lower(u.email) = any($1) order by 3`,
    [typed],
  )
  const messages = await query(`select subject, "createdAt" as "writtenAt" from "Message" where lower("createdBy") = any($1) order by 2`, [typed])
  return member || acts.length > 0 || actsAbout.length > 0 ? { member: member ?? null, roles, sessions, acts, actsAbout, letters, messages } : null
}
