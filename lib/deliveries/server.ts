import { query } from "@/lib/db/client"
import type { Failure } from "@/lib/mail/replies"
import { isNotPaused } from "./claims"

// What all workers together know of the mail server. When it is away or refuses us, everybody leaves it alone, and one letter at a time is tried.

/** A quarter earlier or later, so that workers and sites do not knock together. */
const jitter = "(0.75 + random() / 2)"
/** Seconds until the next try: 5, 10, 20, 40 and then every minute; a server that refuses us is asked every quarter of an hour. */
const rest = `case when $1 = 'refused' then 900 else least(60, 5 * 2 ^ least(misses, 4)) end * ${jitter}`

export type Server = { trouble: "away" | "refused" | null; words: string | null; since: Date | null; restUntil: Date | null }

/** What is known of the mail server. */
export async function getServer(): Promise<Server> {
  const [row] = await query<Server>(`select trouble, words, since, "restUntil" from "MailServer"`)
  return row ?? { trouble: null, words: null, since: null, restUntil: null }
}

/** Notes that the server does not let us in, or refuses us. Many letters that fail in the same moment count once; a try counts always. */
export async function noteTrouble({ stage, reply }: Failure, deliveryId: string, isTry: boolean): Promise<void> {
  await query(
    `update "MailServer"
     set trouble = $1, words = $2, since = coalesce(since, foyer_now()), "lastFailed" = $3, "restUntil" = foyer_now() + make_interval(secs => ${rest}), misses = misses + 1
     where $4 or trouble is null or "restUntil" <= foyer_now()`,
    [stage === "sender" ? "refused" : "away", reply, deliveryId, isTry],
  )
}

/** Notes that the server takes mail: from now on all of it goes. */
async function noteWelcome(): Promise<void> {
  await query(
    `update "MailServer"
     set trouble = null, words = null, since = null, "restUntil" = null, misses = 0, "lastFailed" = null, "acceptedAt" = foyer_now()
     where trouble is not null or "acceptedAt" is null or "acceptedAt" < foyer_now() - interval '1 second'`,
  )
}

export type Try = { except: string | null; until: string }

/** Takes the next try for this worker, when it is time. Whoever dies with it leaves it to the others after two minutes. null: not now. */
export async function takeTry(): Promise<Try | null> {
  const [row] = await query<Try>(
    `update "MailServer" set "restUntil" = foyer_now() + interval '2 minutes'
     where trouble is not null and "restUntil" <= foyer_now() and exists (select from "Delivery" d where state = 'queued' and "runAt" <= foyer_now() and ${isNotPaused})
     returning "lastFailed" as except, "restUntil"::text as until`,
  )
  return row ?? null
}

/** Gives a try back that came to nothing: no letter could be claimed, or none went to the server. */
export async function giveTryBack({ until }: Try): Promise<void> {
  await query(`update "MailServer" set "restUntil" = foyer_now() where trouble is not null and "restUntil" = $1::timestamptz`, [until])
}

/**
 * What one worker makes of the answers to its letters. A server that breaks off over more letters in a row than there are connections
 * (`connections`) is away, although it opens: fewer can be one that was started again.
 */
export function watchServer(connections: () => number) {
  // Until the table has been read, nobody knows.
  let isTroubled = true
  /** How often this worker has had a word of its own. */
  let notes = 0
  /** Letters over which the connection broke off, with none between them that was answered. */
  let breaks = 0
  let notedAt = 0

  async function noteAnswer(isTry: boolean): Promise<void> {
    if (!isTry && performance.now() - notedAt < 1000) return
    notedAt = performance.now()
    await noteWelcome()
    note(false)
  }

  function note(trouble: boolean): void {
    notes += 1
    isTroubled = trouble
  }

  return {
    isTroubled: () => isTroubled,
    /** Learns from the table what the other workers know. What it said before this worker had a word of its own counts no more. */
    async look(): Promise<void> {
      const before = notes
      const { trouble } = await getServer()
      if (notes === before) isTroubled = trouble !== null
    },
    /** What the answer to one letter tells about the server. null: the letter was taken. */
    async heed(failure: Failure | null, deliveryId: string, isTry: boolean): Promise<void> {
      const isBreak = failure?.stage === "dropped" || failure?.stage === "afterDot"
      breaks = isBreak ? breaks + 1 : 0
      const isTrouble = failure?.stage === "away" || failure?.stage === "sender" || (isBreak && (isTry || breaks > connections()))
      if (failure && isTrouble) {
        // Before and after: a look that began before either reads an older table.
        note(true)
        await noteTrouble(failure, deliveryId, isTry)
        return note(true)
      }
      if (!isBreak) await noteAnswer(isTry)
    },
  }
}
