import { settings } from "@/lib/env"
import { log, wordsOf } from "@/lib/log"
import type { Connection, Connections } from "@/lib/mail/transport"
import { deliver } from "./deliver"
import { type Claim, claim, release } from "./ledger"

/** How long a worker leaves a mail server alone that does not let it in, in milliseconds. */
const rest = 5000

/** Claims what is due, no more than there are free connections, and sends it. */
export function createPump(worker: string, connections: Connections) {
  const { MAIL_CONNECTIONS: most, MAIL_RATE: rate } = settings()
  const inFlight = new Map<Claim, Promise<void>>()
  let stopping = false
  let pumping: Promise<void> | null = null
  let again = false
  let restUntil = 0

  async function send(claimed: Claim): Promise<void> {
    const connection = await takeConnection(claimed)
    if (!connection) return
    try {
      await deliver(claimed, connection)
    } finally {
      connections.giveBack(connection)
    }
  }

  /** Nobody's fault when there is none, but nobody is served either: the row goes back, and the worker waits before it knocks again. */
  async function takeConnection(claimed: Claim): Promise<Connection | null> {
    try {
      return await connections.take()
    } catch (error) {
      log.warn({ reason: wordsOf(error) }, "the mail server does not answer")
      restUntil = performance.now() + rest
      await release(claimed)
      return null
    }
  }

  function begin(claimed: Claim): void {
    const sending = send(claimed)
      .catch((error) => log.error({ error: wordsOf(error), delivery: claimed.id }, "a delivery was interrupted"))
      .finally(() => {
        inFlight.delete(claimed)
        turn()
      })
    inFlight.set(claimed, sending)
  }

  /** The last free connection is kept for what is urgent. */
  async function claimOnce(): Promise<number> {
    const free = most - inFlight.size
    if (stopping || free < 1 || performance.now() < restUntil) return 0
    const keepsOne = most > 1
    const claims = await claim(worker, keepsOne ? Math.max(1, free - 1) : free, keepsOne && free === 1, rate)
    for (const claimed of claims) begin(claimed)
    // Under a limit the next letter may go in a moment, long before the next tick.
    if (rate !== null && claims.length > 0) setTimeout(turn, (1000 * claims.length) / rate).unref()
    return claims.length
  }

  async function pump(): Promise<void> {
    do again = false
    while ((await claimOnce()) > 0 || again)
  }

  /** Pumps once, and once more when asked meanwhile: never twice at the same time. */
  function turn(): void {
    again = true
    pumping ??= pump()
      .catch((error) => log.error({ error: wordsOf(error) }, "the mailer could not claim"))
      .finally(() => {
        pumping = null
      })
  }

  return {
    turn,
    /** The claims that are being worked on. */
    claims: () => [...inFlight.keys()],
    /** Claims nothing more, and resolves when what is in flight is recorded. */
    async drain(): Promise<void> {
      stopping = true
      await pumping
      while (inFlight.size > 0) await Promise.all(inFlight.values())
    },
  }
}
