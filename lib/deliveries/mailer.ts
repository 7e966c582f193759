import { randomUUID } from "node:crypto"
import { hostname } from "node:os"
import { query } from "@/lib/db/client"
import { deleteOldDrafts } from "@/lib/drafts"
import { log } from "@/lib/log"
import { holdConnections } from "@/lib/mail/transport"
import { answerLinkRequests } from "@/lib/registrations/lost-links"
import { lapseDueOffers } from "@/lib/registrations/mutations"
import { deleteWhatIsOver } from "@/lib/retention/delete"
import { getLeaseSeconds, recoverOrphans, renewLeases } from "./claims"
import { hurry, materialiseDue, sweep } from "./due"
import { renewPlans } from "./plans"
import { createPump } from "./pump"
import { repeat } from "./repeat"
import { onWake } from "./wake"

// The reconciler: each tick makes the rows that should exist, claims what is due, and sends it.

const second = 1000
const minute = 60 * second

export type Mailer = { stop: () => Promise<void> }

/** Starts a worker in this process. `stop` finishes what is in flight, claims nothing more, and resolves when all is recorded. */
export function startMailer(): Mailer {
  const worker = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  let leaseSeconds = 30
  let renewedAt = performance.now()
  /** Whoever cannot renew must not go on writing bodies: another worker will take these rows. A database that hangs answers nothing, so the clock decides. */
  const isStale = () => performance.now() - renewedAt > 0.75 * leaseSeconds * second
  const connections = holdConnections(() => !isStale())
  const pump = createPump(worker, connections)

  async function tick(): Promise<void> {
    const orphans = await recoverOrphans()
    if (orphans.sending + orphans.data > 0) log.info(orphans, "rows of a lost worker were taken back")
    await pump.look()
  }
  /** On its own, so that nothing that is due waits while the rows of a large event are made. */
  async function materialise(): Promise<void> {
    const written = await materialiseDue()
    if (written === 0) return
    renewPlans(written)
    pump.turn()
  }

  async function endOffers(): Promise<void> {
    if ((await lapseDueOffers()) > 0) pump.turn()
  }
  /** Somebody stands in front of the screen and waits for it. */
  async function findLinks(): Promise<void> {
    if ((await answerLinkRequests()) > 0) pump.turn()
  }

  async function renew(): Promise<void> {
    const began = performance.now()
    await renewLeases(pump.claims())
    renewedAt = began
    leaseSeconds = await getLeaseSeconds()
  }
  async function cutWhenStale(): Promise<void> {
    if (isStale()) connections.cutBusy()
  }

  const loops = [
    repeat(second, tick),
    repeat(second, materialise),
    repeat(second, endOffers),
    repeat(second, findLinks),
    repeat(5 * second, () => beat(worker)),
    repeat(minute, hurry),
    repeat(minute, deleteOldDrafts),
    repeat(10 * minute, sweep),
    repeat(60 * minute, deleteWhatIsOver),
  ]
  // When the database is back after a while, nobody wants to wait a third of a lease to be sure of the rows again.
  const lease = [repeat(() => (isStale() ? second / 4 : (leaseSeconds / 3) * second), renew), repeat(second, cutWhenStale)]
  const stopListening = onWake(pump.turn)

  return {
    async stop() {
      stopListening()
      await Promise.all(loops.map((loop) => loop.stop()))
      await pump.drain()
      await Promise.all(lease.map((loop) => loop.stop()))
      await query(`delete from "WorkerHeartbeat" where worker = $1`, [worker]).catch(() => undefined)
    },
  }
}

async function beat(worker: string): Promise<void> {
  await query(`insert into "WorkerHeartbeat" (worker, host) values ($1, $2) on conflict (worker) do update set "beatAt" = foyer_now()`, [worker, hostname()])
  await query(`delete from "WorkerHeartbeat" where "beatAt" < foyer_now() - interval '1 hour'`)
}
