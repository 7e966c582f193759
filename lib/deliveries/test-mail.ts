import { randomUUID } from "node:crypto"
import { writeAudit } from "@/lib/audit/write"
import type { Organiser } from "@/lib/auth/organiser"
import { query, transaction } from "@/lib/db/client"
import { kinds } from "./rules"
import { wakeMailer } from "./wake"

// The test that an organiser sends to themselves before everybody gets the real thing.

/** Owes the organiser a test with the newest link and passcode. False: there is no such event, or no link yet. */
export async function sendTest(organiser: Organiser, eventId: string): Promise<boolean> {
  const isOwed = await transaction(async (run) => {
    const rows = await run(
      `insert into "Delivery" (key, kind, "eventId", "userId", urgency)
       select 'test:' || id || ':v' || "joinVersion" || ':' || $3, 'test', id, $2, ${kinds.test.urgency} from "Event" where id = $1 and "joinUrl" is not null
       returning id`,
      [eventId, organiser.id, randomUUID()],
    )
    if (rows.length === 0) return false
    await writeAudit(run, organiser, "test mail sent", eventId)
    return true
  })
  wakeMailer()
  return isOwed
}

export type Test = {
  state: string
  smtpReply: string | null
  createdAt: Date
  sentAt: Date | null
  email: string
  /** The version of the link that it carries. */
  version: number
}

/** The newest test of an event. null: none was sent. */
export async function getNewestTest(_organiser: Organiser, eventId: string): Promise<Test | null> {
  const [test] = await query<Test>(
    `select d.state, d."smtpReply", d."createdAt", d."sentAt", u.email, coalesce(d."joinVersion", substring(d.key from ':v(\\d+):')::int) as version
     from "Delivery" d join "User" u on u.id = d."userId"
     where d."eventId" = $1 and d.kind = 'test' order by d."createdAt" desc limit 1`,
    [eventId],
  )
  return test ?? null
}

/** Whether any test of an event has gone: without one, nothing is released by hand. */
export async function isTested(_organiser: Organiser, eventId: string): Promise<boolean> {
  const rows = await query(`select from "Delivery" where "eventId" = $1 and kind = 'test' and state = 'sent' limit 1`, [eventId])
  return rows.length > 0
}

/** Records that the organiser has read the newest test, and opened the link in it. Nothing happens when none has gone. */
export async function confirmTest(organiser: Organiser, eventId: string): Promise<void> {
  await transaction(async (run) => {
    const rows = await run(
      `update "Event" set "testConfirmedAt" = foyer_now(), "linkOpenedVersion" = (
         select "joinVersion" from "Delivery" where "eventId" = $1 and kind = 'test' order by "createdAt" desc limit 1) where id = $1 and 'sent' = (
         select state from "Delivery" where "eventId" = $1 and kind = 'test' order by "createdAt" desc limit 1) returning id`,
      [eventId],
    )
    if (rows.length > 0) await writeAudit(run, organiser, "test mail confirmed", eventId)
  })
}
