import { randomUUID } from "node:crypto"
import { hostname } from "node:os"
import { query } from "@/lib/db/client"
import { deleteOldDrafts } from "@/lib/drafts"
import { settings } from "@/lib/env"
import { log } from "@/lib/log"
import { closeLine, isSpent, type Line, openLine, quitLine } from "@/lib/mail/transport"
import { deliver } from "./deliver"
import { materialiseDue, sweep } from "./due"
import { type Claim, claim, leaseSeconds, recoverOrphans, release, renewLeases } from "./ledger"
import { onWake } from "./wake"

// The reconciler: each tick makes the rows that should exist, claims what is due, and sends it.

const second = 1000
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export type Mailer = { stop: () => Promise<void> }

/** Starts a worker in this process. `stop` finishes what is in flight, claims nothing more, and resolves when all is recorded. */
export function startMailer(): Mailer {
  const worker = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  const most = settings().MAIL_CONNECTIONS
  const idle: Line[] = []
  const busy = new Set<Line>()
  const inFlight = new Map<Claim, Promise<void>>()
  let stopping = false
  let pumping: Promise<void> | null = null
  let again = false
  /** Nobody's fault, but nobody is served either: the whole worker waits before the next connection. */
  let restUntil = 0

  async function send(claimed: Claim): Promise<void> {
    const line = await takeLine(claimed)
    if (!line) return
    busy.add(line)
    try {
      await deliver(claimed, line)
    } finally {
      busy.delete(line)
      if (isSpent(line) || stopping) quitLine(line)
      else idle.push(line)
    }
  }

  async function takeLine(claimed: Claim): Promise<Line | null> {
    for (let line = idle.pop(); line; line = idle.pop()) if (!isSpent(line)) return line
    try {
      return await openLine()
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : String(error) }, "the mail server does not answer")
      restUntil = performance.now() + 5 * second
      await release(claimed)
      return null
    }
  }

  /** Claims no more rows than there are free connections; the last free one is kept for what is urgent. */
  async function pump(): Promise<void> {
    do {
      again = false
      const free = most - inFlight.size
      if (stopping || free < 1 || performance.now() < restUntil) return
      const keepsOne = most > 1
      const claims = await claim(worker, keepsOne ? Math.max(1, free - 1) : free, keepsOne && free === 1)
      for (const claimed of claims) {
        const sending = send(claimed)
          .catch((error) => log.error({ error: error instanceof Error ? error.message : String(error), delivery: claimed.id }, "a delivery was interrupted"))
          .finally(() => {
            inFlight.delete(claimed)
            turn()
          })
        inFlight.set(claimed, sending)
      }
      if (claims.length > 0 && inFlight.size < most) again = true
    } while (again)
  }

  /** Pumps once, and once more when asked meanwhile: never twice at the same time. */
  function turn(): void {
    again = true
    pumping ??= pump()
      .catch((error) => log.error({ error: error instanceof Error ? error.message : String(error) }, "the mailer could not claim"))
      .finally(() => {
        pumping = null
      })
  }

  async function tick(): Promise<void> {
    const orphans = await recoverOrphans()
    if (orphans.sending + orphans.data > 0) log.info(orphans, "rows of a lost worker were taken back")
    await materialiseDue()
    turn()
  }

  let renewedAt = performance.now()
  const loops = [repeat(second, tick), repeat(5 * second, () => beat(worker)), repeat(60 * second, deleteOldDrafts), repeat(600 * second, sweep)]
  const renewal = repeat(10 * second, async () => {
    try {
      await renewLeases([...inFlight.keys()])
      renewedAt = performance.now()
    } catch (error) {
      // Whoever cannot renew must not go on writing bodies: another worker will take these rows.
      if (performance.now() - renewedAt > (leaseSeconds - 10) * second) for (const line of busy) closeLine(line)
      throw error
    }
  })
  const stopListening = onWake(turn)

  return {
    async stop() {
      stopping = true
      stopListening()
      await Promise.all(loops.map((loop) => loop.stop()))
      await pumping
      while (inFlight.size > 0) await Promise.all(inFlight.values())
      await renewal.stop()
      for (const line of idle) quitLine(line)
      await query(`delete from "WorkerHeartbeat" where worker = $1`, [worker]).catch(() => undefined)
    },
  }
}

async function beat(worker: string): Promise<void> {
  await query(`insert into "WorkerHeartbeat" (worker, host) values ($1, $2) on conflict (worker) do update set "beatAt" = foyer_now()`, [worker, hostname()])
  await query(`delete from "WorkerHeartbeat" where "beatAt" < foyer_now() - interval '1 hour'`)
}

/** Does `work` now and again after each pause, one at a time. What it throws is logged, and the next turn comes. */
function repeat(ms: number, work: () => Promise<unknown>) {
  let isOver = false
  let cut: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => {
    cut = resolve
  })
  const loop = (async () => {
    while (!isOver) {
      await work().catch((error) => log.error({ error: error instanceof Error ? error.message : String(error) }, "the mailer missed a turn"))
      await Promise.race([pause(ms), stopped])
    }
  })()
  return {
    stop: () => {
      isOver = true
      cut()
      return loop
    },
  }
}
