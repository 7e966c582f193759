import { query } from "@/lib/db/client"

/** The letter that a Message-ID of ours names. null: it is not one of ours. */
export const letterIdIn = (messageId: string): string | null => /^<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i.exec(messageId)?.[1]?.toLowerCase() ?? null

/**
 * Those of these letters that are in the ledger no more, or name nobody there: their people were deleted. The word to somebody that all is deleted, which
 * never names anybody, is kept as long as its row.
 */
export async function listForgotten(letterIds: string[]): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `select letter.id from unnest($1::uuid[]) letter(id) left join "Delivery" d on d.id = letter.id
     where d.id is null or d."registrationId" is null and d.kind <> 'erased' and not is_team_letter(d.kind) and d.state in ('sent', 'failed', 'withheld')`,
    [letterIds],
  )
  return rows.map(({ id }) => id)
}
