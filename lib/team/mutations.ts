import { randomUUID } from "node:crypto"
import { writeAudit } from "@/lib/audit/write"
import type { Owner, Viewer } from "@/lib/auth/organiser"
import type { EventRole, Role } from "@/lib/auth/rules"
import { oweLink, revokeLinks } from "@/lib/auth/sign-in-link"
import { type Run, transaction } from "@/lib/db/client"
import { wakeMailer } from "@/lib/deliveries/wake"
import { eventRoleNames, roleNames } from "./rules"
import type { InviteInput } from "./schema"

// Who is on the team, and what they may do. Permission is read anew for every request, so a change counts at once.

type Person = { id: string; email: string; role: Role | null; hasComeIn: boolean }

/** Holding the row makes two who change the same person take turns. */
async function lockPerson(run: Run, id: string): Promise<Person | null> {
  const [person] = await run<Person>(`select id, email, role, "emailVerified" is not null as "hasComeIn" from "User" where id = $1 for update`, [id])
  return person ?? null
}

/** Whether the site would be left without an owner if this person were none. */
async function isLastOwner(run: Run, id: string): Promise<boolean> {
  const [row] = await run<{ other: boolean }>("select has_another_owner($1) as other", [id])
  return !row?.other
}

/** Adds somebody to the team and owes them the letter that lets them in. "known": they are on it already. null: there is no such event. */
export async function invite(owner: Owner, { email, everywhere, event, eventRole }: InviteInput): Promise<"invited" | "known" | null> {
  const outcome = await transaction(async (run) => {
    if (event && (await run(`select from "Event" where id = $1`, [event])).length === 0) return null
    const [person] = await run<{ id: string; email: string }>(
      `insert into "User" (id, email, role) select $1, $2, $3::"Role" where not exists (select from "User" where lower(email) = $2)
       on conflict (email) do nothing returning id, email`,
      [randomUUID(), email.emailKey, everywhere],
    )
    if (!person) return "known" as const
    if (event) await run(`insert into "EventRole" ("userId", "eventId", role) values ($1, $2, $3::"Role")`, [person.id, event, eventRole])
    await oweLink(run, "invitation", person)
    const role = everywhere ? roleNames[everywhere] : eventRoleNames[eventRole]
    await writeAudit(run, owner, "person invited", everywhere ? null : event, { person: person.email, role })
    if (everywhere && event) await writeAudit(run, owner, "event role changed", event, { person: person.email, role: eventRoleNames[eventRole] })
    return "invited" as const
  })
  wakeMailer()
  return outcome
}

/** Owes somebody who has not come in yet another invitation; earlier links open nothing. False: there is nobody like that. */
export async function inviteAgain(owner: Owner, id: string): Promise<boolean> {
  const isOwed = await transaction(async (run) => {
    const person = await lockPerson(run, id)
    if (!person || person.hasComeIn) return false
    await revokeLinks(run, person.email)
    await oweLink(run, "invitation", person)
    await writeAudit(run, owner, "person invited again", null, { person: person.email })
    return true
  })
  wakeMailer()
  return isOwed
}

/** Says what somebody may do with every event; null: nothing but what they may do with single ones. "last": nobody else owns the site. null: there is nobody like that. */
export function setRole(owner: Owner, id: string, role: Role | null): Promise<"saved" | "last" | null> {
  return transaction(async (run) => {
    // The owners are held before the person, so that two who demote each other wait in one order.
    const isLast = await isLastOwner(run, id)
    const person = await lockPerson(run, id)
    if (!person) return null
    if (person.role === "owner" && role !== "owner" && isLast) return "last"
    await run(`update "User" set role = $2::"Role" where id = $1`, [id, role])
    if (role !== person.role)
      await writeAudit(run, owner, "role changed", null, { person: person.email, role: role ? roleNames[role] : "of no event but single ones" })
    return "saved"
  })
}

/** Says what somebody may do with one event; null takes it away. False: there is nobody like that, or no such event. */
export function setEventRole(owner: Owner, id: string, eventId: string, role: EventRole | null): Promise<boolean> {
  return transaction(async (run) => {
    const person = await lockPerson(run, id)
    if (!person || (await run(`select from "Event" where id = $1`, [eventId])).length === 0) return false
    if (role) {
      await run(
        `insert into "EventRole" ("userId", "eventId", role) values ($1, $2, $3::"Role") on conflict ("userId", "eventId") do update set role = excluded.role`,
        [id, eventId, role],
      )
      await writeAudit(run, owner, "event role changed", eventId, { person: person.email, role: eventRoleNames[role] })
      return true
    }
    const gone = await run(`delete from "EventRole" where "userId" = $1 and "eventId" = $2 returning "userId"`, [id, eventId])
    if (gone.length > 0) await writeAudit(run, owner, "event role taken away", eventId, { person: person.email })
    return true
  })
}

/** Takes somebody off the team: sessions and links end with it, and what they did stays. "last": nobody else owns the site. null: there is nobody like that. */
export function removePerson(owner: Owner, id: string): Promise<"removed" | "last" | null> {
  return transaction(async (run) => {
    const isLast = await isLastOwner(run, id)
    const person = await lockPerson(run, id)
    if (!person) return null
    if (person.role === "owner" && isLast) return "last"
    await revokeLinks(run, person.email)
    // Written first: an owner who leaves is still there to be named.
    await writeAudit(run, owner, "person removed", null, { person: person.email })
    await run(`delete from "User" where id = $1`, [id])
    return "removed"
  })
}

async function endSessions(run: Run, { id, email }: { id: string; email: string }): Promise<void> {
  await revokeLinks(run, email)
  await run(`delete from "Session" where "userId" = $1`, [id])
}

/** Ends every session of somebody, and the links that were mailed to them and not used. False: there is nobody like that. */
export function signOutPerson(owner: Owner, id: string): Promise<boolean> {
  return transaction(async (run) => {
    const person = await lockPerson(run, id)
    if (!person) return false
    await endSessions(run, person)
    await writeAudit(run, owner, "person signed out", null, { person: person.email })
    return true
  })
}

/** The same for oneself. */
export function signOutEverywhere(viewer: Viewer): Promise<void> {
  return transaction(async (run) => {
    await endSessions(run, viewer)
    await writeAudit(run, viewer, "signed out everywhere", null)
  })
}
