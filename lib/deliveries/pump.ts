import { settings } from "@/lib/env"
import { log, wordsOf } from "@/lib/log"
import { refusalOf, type SmtpError } from "@/lib/mail/replies"
import type { Connection, Connections } from "@/lib/mail/transport"
import { type Claim, claim } from "./claims"
import { deliver } from "./deliver"
import { release } from "./ledger"
import { waitForTurn } from "./pace"
import { giveTryBack, type Try, takeTry, watchServer } from "./server"
import { holdSlots } from "./slots"

/** Letters that take no longer than this, in milliseconds, hold up nobody: then the connection that is kept for urgent ones may carry the others too. */
const quick = 1000

/** Claims what is due, no more than there are free connections, and sends it. */
export function createPump(worker: string, connections: Connections) {
  const { MAIL_RATE: rate, MAIL_CONNECTIONS: most } = settings()
  const inFlight = new Map<Claim, { done: Promise<void>; since: number }>()
  let asked = 0
  const slots = holdSlots({ inUse: () => inFlight.size + asked, close: connections.trim, changed: turn })
  let stopping = false
  let pumping: Promise<void> | null = null
  let again = false
  const server = watchServer(() => slots.count())
  let lastTook = Number.POSITIVE_INFINITY

  async function send(claimed: Claim, chance: Try | null): Promise<void> {
    const since = performance.now()
    const connection = await takeConnection(claimed, chance !== null)
    if (!connection) return
    try {
      const outcome = await deliver(claimed, connection, () => waitForTurn(rate))
      if (outcome === "unsent") return void (chance && (await giveTryBack(chance)))
      lastTook = performance.now() - since
      await server.heed(outcome === "accepted" ? null : outcome, claimed.id, chance !== null)
    } finally {
      await connections.giveBack(connection)
    }
  }

  /** Nobody's fault when there is none, but nobody is served either: the row goes back, and everybody leaves the server alone for a while. */
  async function takeConnection(claimed: Claim, isTry: boolean): Promise<Connection | null> {
    try {
      return await connections.take()
    } catch (error) {
      const failure = refusalOf(smtpError(error))
      log.warn({ reason: failure.reply }, "the mail server does not let us in")
      // In this order, or somebody claims the row again before anybody knows.
      await server.heed(failure, claimed.id, isTry)
      await release(claimed)
      return null
    }
  }

  function begin(claimed: Claim, chance: Try | null): void {
    const done = send(claimed, chance)
      .catch((error) => log.error({ error: wordsOf(error), delivery: claimed.id }, "a delivery was interrupted"))
      .finally(() => {
        inFlight.delete(claimed)
        turn()
      })
    inFlight.set(claimed, { done, since: performance.now() })
  }

  /** As long as letters are slow, or nobody knows yet, the last free one of all connections is kept for what is urgent. */
  function keepsOne(): boolean {
    const oldest = inFlight.values().next().value
    const isQuick = lastTook < quick && (!oldest || performance.now() - oldest.since < quick)
    return most > 1 && slots.hasKept() && !isQuick
  }

  async function claimOnce(): Promise<number> {
    const free = slots.count() - inFlight.size
    if (stopping || free < 1 || !connections.mayFinish()) return 0
    asked = free
    try {
      if (server.isTroubled()) return await claimTry()
      const keeps = keepsOne()
      const claims = await claim(worker, keeps ? Math.max(1, free - 1) : free, { urgentOnly: keeps && free === 1, rate })
      // What was claimed while somebody heard that the server is away would only knock again.
      if (server.isTroubled()) return await giveBack(claims)
      for (const claimed of claims) begin(claimed, null)
      // Under a limit the next letter may go in a moment, long before the next tick.
      if (rate !== null && claims.length > 0) setTimeout(turn, (1000 * claims.length) / rate).unref()
      return claims.length
    } finally {
      asked = 0
    }
  }

  async function giveBack(claims: Claim[]): Promise<0> {
    for (const claimed of claims) await release(claimed)
    return 0
  }

  /** One letter, to see whether the server is back: not the one that failed last, if there is another. */
  async function claimTry(): Promise<number> {
    const chance = await takeTry()
    if (!chance) return 0
    const [claimed] = await claim(worker, 1, chance)
    const [anyway] = claimed ? [claimed] : await claim(worker, 1)
    if (anyway) begin(anyway, chance)
    else await giveTryBack(chance)
    return 0
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
        if (again) turn()
      })
  }

  return {
    turn,
    /** Learns from the table what the other workers know of the server, and pumps. */
    async look(): Promise<void> {
      await server.look()
      turn()
    },
    /** The claims that are being worked on. */
    claims: () => [...inFlight.keys()],
    /** Claims nothing more, and resolves when what is in flight is recorded and every connection is closed. */
    async drain(): Promise<void> {
      stopping = true
      await pumping
      while (inFlight.size > 0) await Promise.all([...inFlight.values()].map(({ done }) => done))
      await connections.quitIdle()
      await slots.stop()
    },
  }
}

function smtpError(error: unknown): SmtpError {
  return error instanceof Error ? error : { message: String(error) }
}
