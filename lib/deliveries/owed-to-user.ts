import { linkMinutes } from "@/lib/auth/sign-in-link"
import { query } from "@/lib/db/client"
import { getReceipt, type Receipt } from "@/lib/retention/receipts"
import type { Claim } from "./claims"
import { type LetterEvent, readLetterEvent } from "./owed"
import { isUserKind, type UserKind } from "./rules"

export type OwedToUser = {
  kind: UserKind
  key: string
  now: Date
  user: { email: string }
  event: LetterEvent | null
  /** Of a deletion on the promised day. */
  receipt: Receipt | null
  withhold: string | null
}

/** What a letter to an organiser is written from, or `withhold`, the reason why none goes. null: the person is gone. */
export async function readOwedToUser({ id, key, kind, eventId }: Claim): Promise<OwedToUser | null> {
  if (!isUserKind(kind)) return null
  const [owed] = await query<{ now: Date; email: string; isTooOld: boolean | null }>(
    `select foyer_now() as now, u.email, d."createdAt" < foyer_now() - make_interval(mins => $2) as "isTooOld"
     from "Delivery" d join "User" u on u.id = d."userId" where d.id = $1`,
    // null: it has no link that ends.
    [id, kind === "sign-in" || kind === "invitation" ? linkMinutes[kind] : null],
  )
  if (!owed) return null
  const event = eventId ? await readLetterEvent(eventId) : undefined
  const withhold = owed.isTooOld ? "link expired" : kind === "test" && !event?.joinUrl ? "no link any more" : null
  const receipt = kind === "deletion" ? await getReceipt(key.split(":")[1] ?? "") : null
  return { kind, key, now: owed.now, user: { email: owed.email }, event: event ?? null, receipt, withhold }
}
