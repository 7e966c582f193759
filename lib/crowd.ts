import { tooMany } from "@/lib/busy-page"
import { type LimitName, secondsToWait } from "@/lib/limits"
import { isProof, makeChallenge } from "@/lib/proof"
import type { Retry } from "@/lib/small-page"

/** With proof, so many times the limit: a whole campus, and no machine that sends all night. */
const crowdTimes = 10

/**
 * Counts a form from a neighbourhood. Returns the 429 when too many came from there; null: it may go on. `proof`: what a browser worked out, with which
 * it need not wait; null: the door takes none.
 */
export async function refuseCrowd(limit: LimitName, who: string, proof: string | null, retry: Retry): Promise<Response | null> {
  const wait = await secondsToWait(limit, who)
  if (wait === null) return null
  if (proof === null) return tooMany(wait, retry)
  if (!(await isProof(proof))) return tooMany(wait, { ...retry, challenge: await makeChallenge() })
  const longer = await secondsToWait(limit, who, crowdTimes)
  return longer === null ? null : tooMany(longer, retry)
}
