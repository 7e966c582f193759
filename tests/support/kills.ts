import { Client } from "pg"
import { cloneDatabase } from "./database"
import { makeGate, startFarEnd } from "./far-end"
import { releaseTo } from "./release"
import { sql } from "./sql"
import { pause } from "./until"
import { startWorker, type Worker } from "./workers"

// kill -9 of mailers with letters in their hands: told once, for the real mailer and for one that forgets.

export const connections = 5

type Kill = { at: number; sending: string[]; data: string[] }

/** A send to so many people, with a far end that takes `delay` milliseconds for a letter, and holds letters in a state while a kill is aimed. */
export async function openSend(people: number, delay: number) {
  const databaseUrl = await cloneDatabase()
  const farEnd = await startFarEnd()
  let aim: "sending" | "data" | null = null
  let aimed = makeGate()
  farEnd.behaviour.answer = async (step) => {
    if ((step === "dot" && aim === "data") || (step === "MAIL" && aim === "sending")) await aimed.passed
    else if (step === "dot") await pause(delay)
    return undefined
  }
  const looking = new Client({ connectionString: databaseUrl })
  await looking.connect()
  const inHand = async () =>
    (await looking.query<{ id: string; worker: string; state: string }>(`select id, worker, state from "Delivery" where state in ('sending', 'data')`)).rows

  const kills: Kill[] = []
  let named = 0
  let slowestStart = 0
  return {
    databaseUrl,
    farEnd,
    kills,
    release: () => releaseTo(databaseUrl, people),
    async start(): Promise<Worker> {
      named += 1
      const began = performance.now()
      const worker = await startWorker({ databaseUrl, smtpUrl: farEnd.url, name: `worker-${named}`, env: { MAIL_CONNECTIONS: String(connections) } })
      slowestStart = Math.max(slowestStart, (performance.now() - began) / 1000)
      return worker
    },
    /** The seconds that the slowest worker took to start: how busy the machine is. */
    slowestStart: () => slowestStart,
    /** Waits until one of these workers has a letter in this state, and so many milliseconds more, and kills it then. Returns which it was. */
    async killOne(workers: Worker[], state: "sending" | "data", linger = Math.random() * 200): Promise<Worker> {
      aimed = makeGate()
      aim = state
      const has = async ({ claims }: Worker) => (await inHand()).some((row) => row.state === state && row.worker.startsWith(claims))
      for (let number = 0, end = Date.now() + 30_000; Date.now() < end; number += 1) {
        const victim = workers[number % workers.length]
        if (!victim || !(await has(victim))) continue
        await pause(linger)
        if (!(await has(victim))) continue
        const at = performance.now()
        await victim.kill()
        // Nobody touches these rows until their leases end.
        const orphans = (await inHand()).filter(({ worker }) => worker.startsWith(victim.claims))
        aim = null
        aimed.open()
        const ids = (wanted: string) => orphans.filter((row) => row.state === wanted).map(({ id }) => id)
        kills.push({ at, sending: ids("sending"), data: ids("data") })
        return victim
      }
      throw new Error(`no worker had a letter in ${state}`)
    },
    /** What the far end took against what the ledger says. */
    async audit() {
      const rows = await sql<{ id: string; state: string; possiblyTwice: number }>(databaseUrl, `select id, state, "possiblyTwice" from "Delivery"`)
      const times = new Map<string, number>()
      for (const { messageId } of farEnd.taken) times.set(messageId, (times.get(messageId) ?? 0) + 1)
      const arrived = ({ id }: { id: string }) => times.get(`<${id}@localhost>`) ?? 0
      return {
        rows: rows.length,
        lost: rows.filter((row) => row.state !== "sent" || arrived(row) === 0).length,
        foreign: [...times.keys()].filter((messageId) => !rows.some(({ id }) => messageId === `<${id}@localhost>`)).length,
        copies: rows.reduce((sum, row) => sum + Math.max(0, arrived(row) - 1), 0),
        uncounted: rows.filter((row) => arrived(row) - 1 > row.possiblyTwice).length,
        possiblyTwice: rows.reduce((sum, row) => sum + row.possiblyTwice, 0),
      }
    },
    /** For each kill, the seconds until the first of its letters was taken anew. */
    recoveries: () =>
      kills.map(({ at, sending, data }) => {
        const orphans = new Set([...sending, ...data].map((id) => `<${id}@localhost>`))
        const again = farEnd.taken.filter(({ messageId, mailAt, acceptedAt }) => mailAt > at && acceptedAt !== null && orphans.has(messageId))
        return (Math.min(...again.map(({ acceptedAt }) => acceptedAt ?? 0)) - at) / 1000
      }),
    async close(): Promise<void> {
      await looking.end()
      await farEnd.close()
    },
  }
}
