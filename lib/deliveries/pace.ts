import { query } from "@/lib/db/client"
import { together } from "./together"

// MAIL_RATE is held at the moment a letter leaves, for all workers together: writing it, or opening a connection, takes now longer and now shorter,
// so letters that were claimed one after the other could still arrive in a heap.

/** The database's clock at this instant, also after waiting for a row. */
const instant = "(foyer_now() + (clock_timestamp() - now()))"
/** Milliseconds by which a letter may come too late for its turn. */
const mostLate = 50
const mostTurns = 5

/** Books a turn for each letter, and returns the milliseconds until then. */
const book = together(async (rates: number[]): Promise<number[]> => {
  const [rate = 1] = rates
  const [row] = await query<{ wait: number }>(
    `update "MailServer" set "freeAt" = greatest("freeAt", ${instant}) + make_interval(secs => $1::float8)
     returning extract(epoch from "freeAt" - ${instant})::float8 - $1::float8 as wait`,
    [rates.length / rate],
  )
  return rates.map((_, index) => 1000 * Math.max(0, (row?.wait ?? 0) + index / rate))
})

/**
 * Resolves when the next letter may leave, at `rate` letters a second for all workers together. null: at once. A process that was busy with
 * something else when its turn came takes another turn, or its letters would leave together with those of the turns after.
 */
export async function waitForTurn(rate: number | null): Promise<void> {
  if (rate === null) return
  for (let turn = 1; turn <= mostTurns; turn += 1) {
    const asked = performance.now()
    const wait = await book(rate)
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    if (performance.now() - asked - wait < mostLate) return
  }
}
