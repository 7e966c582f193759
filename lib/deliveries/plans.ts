import { query } from "@/lib/db/client"
import { log, wordsOf } from "@/lib/log"

const many = 1000

/** After `written` new letters: when they are many, the plans of the statements that each letter runs, made for a smaller table, are made again. Nobody waits for it. */
export function renewPlans(written: number): void {
  if (written < many) return
  query(`analyze "Delivery"`).catch((error) => log.warn({ error: wordsOf(error) }, "the ledger could not be analysed"))
}
