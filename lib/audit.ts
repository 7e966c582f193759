import type { Organiser } from "@/lib/auth/organiser"
import type { Run } from "@/lib/db/client"

/** Writes who did what, in the transaction of the act itself. No organiser: a machine did it. No event: it is about none. */
export async function writeAudit(
  run: Run,
  organiser: Organiser | null,
  act: string,
  eventId: string | null,
  detail: Record<string, string | number> = {},
): Promise<void> {
  await run(`insert into "AuditEntry" ("userId", act, "eventId", detail) values ($1, $2, $3, $4)`, [
    organiser?.id ?? null,
    act,
    eventId,
    JSON.stringify(detail),
  ])
}
