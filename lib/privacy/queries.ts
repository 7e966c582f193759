import { query } from "@/lib/db/client"
import { type NoticeFacts, noticeOf } from "./rules"

/** The notice of an event in one of its editions, as it was shown. null: there is no such edition. */
export async function readNotice(eventId: string, edition: number | null): Promise<{ edition: number; since: Date; text: string } | null> {
  const [row] = await query<NoticeFacts & { at: Date }>(`select * from "PrivacyNotice" where "eventId" = $1 and edition = $2`, [eventId, edition])
  return row && edition !== null ? { edition, since: row.at, text: noticeOf(row) } : null
}
