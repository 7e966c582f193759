import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cloneDatabase, setLease } from "../support/database"
import { makeGate, type Session, startFarEnd } from "../support/far-end"
import { releaseTo } from "../support/release"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { pause, until } from "../support/until"
import { endWorkers, startWorker, type Worker } from "../support/workers"

// A worker that stands still for longer than its lease, and then goes on as if nothing had happened: its letters are in other hands by then.

afterAll(endWorkers)

/** A busy machine must not be what makes the other worker lose its own. */
const leaseSeconds = full(10, 5)
const stallSeconds = full(10, 20)
/** Larger than what the two sockets hold, so that its end is still in the worker when the far end stops reading. */
const longWay = "A long way to the room. ".repeat(120_000)

/** Two workers, and a far end that holds the first attempt at this step. Every write to a letter's row is written down with who made it. */
async function openHouse(step: "RCPT" | "body", others?: "the other comes later" | "holds the others too") {
  const databaseUrl = await cloneDatabase()
  await setLease(databaseUrl, `${leaseSeconds} seconds`)
  await sql(
    databaseUrl,
    `create table "Written" (number serial, id uuid, writer text, "from" text, "to" text, "isLate" boolean);
     create function note_write() returns trigger language plpgsql as $$ begin
       insert into "Written" (id, writer, "from", "to", "isLate")
       values (new.id, current_setting('application_name'), old.state, new.state, old."leaseUntil" <= foyer_now());
       return new;
     end $$;
     create trigger note_write after update on "Delivery" for each row execute function note_write()`,
  )
  const farEnd = await startFarEnd()
  const gate = makeGate()
  let held: Session | null = null
  farEnd.behaviour.answer = async (at, session) => {
    if (at !== step || (held && others !== "holds the others too")) return undefined
    held ??= session
    await gate.passed
    return undefined
  }
  const start = (name: string) => startWorker({ databaseUrl, smtpUrl: farEnd.url, name })
  const workers = await Promise.all((others === "the other comes later" ? ["one"] : ["one", "two"]).map(start))
  const claimsBy = async (isOne: (writer: string) => boolean) =>
    (await sql<{ writer: string }>(databaseUrl, `select writer from "Written" where "from" = 'queued'`)).filter(({ writer }) => isOne(writer)).length

  /** One letter is owed, and one of the two has it in hand. */
  async function begin() {
    await releaseTo(databaseUrl, 1, step === "body" ? longWay : "")
    await until(() => held !== null)
    const [row] = await sql<{ worker: string; state: string }>(databaseUrl, `select worker, state from "Delivery"`)
    const stalled = workers.find(({ claims }) => row?.worker.startsWith(claims))
    if (!row || !stalled || (await claimsBy(() => true)) !== 1) throw new Error("the letter is not in its first hands")
    return { ...row, stalled, ...tell(stalled) }
  }

  const tell = (stalled: Worker) => ({
    databaseUrl,
    farEnd,
    /** It stands still for so many seconds, and until the other has the letter, and goes on; so many milliseconds later the far end says what it waits for. */
    async stall(seconds: number, silence = 0): Promise<void> {
      stalled.stall()
      if (others === "the other comes later") await start("two")
      await pause(1000 * seconds)
      await until(async () => (await claimsBy((writer) => writer !== stalled.name)) > 0)
      stalled.goOn()
      await pause(silence)
      gate.open()
      await pause(3000)
    },
    /** Letters whose end arrived over the connection on which the stalled worker stood still. */
    completed: () => farEnd.taken.filter(({ session }) => session === held?.number).length,
    /** What the stalled worker wrote into the row while it was not in its hands: it had lost it, and neither took it back nor claimed it anew. */
    async trespasses(): Promise<number> {
      const written = await sql<{ writer: string; from: string; to: string; isLate: boolean | null }>(databaseUrl, `select * from "Written" order by number`)
      let holder: string | null = null
      let count = 0
      for (const { writer, from, to, isLate } of written) {
        const isMine = holder === writer
        const isOpenToAll = (from === "queued" && to === "sending") || (isLate && to === "queued")
        if (writer === stalled.name && !isMine && !isOpenToAll) count += 1
        holder = to === "sending" || to === "data" ? writer : null
      }
      return count
    },
  })
  return { begin, close: farEnd.close }
}

let houses: Record<"sending" | "data" | "unfenced", Awaited<ReturnType<typeof openHouse>>>
// All workers run before the first letter is owed: a machine that is busy starting others must not be what makes one stand still.
beforeAll(async () => {
  const [sending, data, unfenced] = await Promise.all([
    openHouse("RCPT", "the other comes later"),
    openHouse("body"),
    openHouse("RCPT", "holds the others too"),
  ])
  houses = { sending, data, unfenced }
})
afterAll(() => Promise.all(Object.values(houses).map(({ close }) => close())))

describe.concurrent(`a worker that stands still for ${stallSeconds} s with a lease of ${leaseSeconds} s`, () => {
  test("while its letter has not left, alone with all connections: another that starts then sends it, and it writes nothing and sends nothing of it when it goes on", async () => {
    const story = await houses.sending.begin()
    expect(story.state).toBe("sending")
    await story.stall(stallSeconds)
    const trespasses = await story.trespasses()
    console.log(
      `stalled for ${stallSeconds} s in sending: ${trespasses} writes and ${story.completed()} letters after the loss; arrived ${story.farEnd.taken.length} times`,
    )
    expect({ trespasses, completed: story.completed(), arrived: story.farEnd.taken.length }).toEqual({ trespasses: 0, completed: 0, arrived: 1 })
    expect(await sql(story.databaseUrl, `select state, "possiblyTwice" from "Delivery"`)).toEqual([{ state: "sent", possiblyTwice: 0 }])
  })

  test("in the middle of a body: another sends it, counted as possibly twice, and it completes nothing when it goes on", async () => {
    const story = await houses.data.begin()
    expect(story.state).toBe("data")
    await story.stall(stallSeconds)
    const trespasses = await story.trespasses()
    console.log(
      `stalled for ${stallSeconds} s in data: ${trespasses} writes and ${story.completed()} letters after the loss; arrived ${story.farEnd.taken.length} times`,
    )
    expect({ trespasses, completed: story.completed(), arrived: story.farEnd.taken.length }).toEqual({ trespasses: 0, completed: 0, arrived: 1 })
    expect(await sql(story.databaseUrl, `select state, "possiblyTwice" from "Delivery"`)).toEqual([{ state: "sent", possiblyTwice: 1 }])
  })

  test("would be noticed without the fence, when all claims of a letter have one name", async () => {
    const story = await houses.unfenced.begin()
    await sql(
      story.databaseUrl,
      `create function forge() returns trigger language plpgsql as $$ begin new.worker := '${story.worker}'; return new; end $$;
       create trigger forge before update on "Delivery" for each row when (old.state = 'queued' and new.state = 'sending') execute function forge()`,
    )
    await story.stall(leaseSeconds + 4, 1500)
    const trespasses = await story.trespasses()
    console.log(`stalled without the fence: ${trespasses} writes after the loss`)
    expect(trespasses).toBeGreaterThan(0)
  })
})
