import { query } from "@/lib/db/client"
import type { Claim } from "./claims"
import { type LetterEvent, readLetterEvent } from "./owed"

/** What tells somebody that they were erased: of them there is nothing left but the address to write to. */
export type OwedToFormer = { address: string; now: Date; event: LetterEvent; withhold: null }

/** null: the address is gone too. */
export async function readOwedToFormer({ id, eventId }: Claim): Promise<OwedToFormer | null> {
  const [row] = await query<{ address: string | null; now: Date }>(`select recipient as address, foyer_now() as now from "Delivery" where id = $1`, [id])
  const event = eventId ? await readLetterEvent(eventId) : undefined
  return row?.address && event ? { address: row.address, now: row.now, event, withhold: null } : null
}
