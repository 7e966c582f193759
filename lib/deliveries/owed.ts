import { signInMinutes } from "@/lib/auth/sign-in-link"
import { db, query } from "@/lib/db/client"
import { type AttendeeKind, isAttendeeKind } from "./kinds"
import type { Claim } from "./ledger"

// A row carries ids. Whoever writes its letter looks here at the world as it is now.

/** What a letter to an attendee is written from. null: the registration is gone. */
export async function readOwed(claimed: Claim) {
  if (!claimed.registrationId || !isAttendeeKind(claimed.kind)) return null
  const [registration, [moment]] = await Promise.all([
    db().registration.findUnique({ where: { id: claimed.registrationId }, include: { event: true } }),
    query<{ now: Date; hadEarlierVersion: boolean }>(
      `select foyer_now() as now, exists (select from "Delivery" where "registrationId" = $1 and round = $2 and state = 'sent' and "joinVersion" is not null) as "hadEarlierVersion"`,
      [claimed.registrationId, claimed.round],
    ),
  ])
  if (!registration || !moment) return null
  const kind: AttendeeKind = claimed.kind
  return { ...moment, kind, round: claimed.round, registration, event: registration.event }
}
export type OwedToAttendee = NonNullable<Awaited<ReturnType<typeof readOwed>>>

/** What a letter to an organiser is written from, or `withhold`, the reason why none goes. null: the person is gone. */
export async function readOwedToUser(claimed: Claim) {
  const [owed] = await query<{ email: string; isTooOld: boolean }>(
    `select u.email, d."createdAt" < foyer_now() - make_interval(mins => $2) as "isTooOld" from "Delivery" d join "User" u on u.id = d."userId" where d.id = $1`,
    [claimed.id, signInMinutes],
  )
  return owed ? { key: claimed.key, user: { email: owed.email }, withhold: owed.isTooOld ? "link expired" : null } : null
}
export type OwedToUser = NonNullable<Awaited<ReturnType<typeof readOwedToUser>>>
