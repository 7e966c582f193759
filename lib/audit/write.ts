import type { Viewer } from "@/lib/auth/organiser"
import type { Run } from "@/lib/db/client"
import type { Act } from "./rules"

/**
 * Writes who did what, in the transaction of the act itself. No person: a machine did it. No event: it is about none. Throws when their permission is
 * for other events, so that nothing is done that the guards in front should have refused.
 */
export async function writeAudit(run: Run, who: Viewer | null, act: Act, eventId: string | null, detail: Record<string, string | number> = {}): Promise<void> {
  if (who && eventId && !who.reaches(eventId)) throw new Error("an act on an event that the permission is not for")
  await run(`insert into "AuditEntry" ("userId", email, act, "eventId", detail) values ($1, $2, $3, $4, $5)`, [
    who?.id ?? null,
    who?.email ?? null,
    act,
    eventId,
    JSON.stringify(detail),
  ])
}
