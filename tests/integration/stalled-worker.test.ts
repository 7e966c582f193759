import { afterAll, describe, expect, test } from "vitest"
import { cloneDatabase, setLease } from "../support/database"
import { makeGate, type Session, startFarEnd } from "../support/far-end"
import { releaseTo } from "../support/release"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { pause, until } from "../support/until"
import { endWorkers, startWorker } from "../support/workers"

// A worker that stands still for longer than its lease, and then goes on as if nothing had happened: its letters are in other hands by then.

afterAll(endWorkers)

const leaseSeconds = 5
const stallSeconds = full(10, 20)
/** Larger than what the two sockets hold, so that its end is still in the worker when the far end stops reading. */
const longWay = "A long way to the room. ".repeat(200_000)

/** Two workers, one letter, and a far end that holds the first attempt at this step. Every write to the letter's row is written down with who made it. */
async function openStory(step: "RCPT" | "body", others?: "holds the others too") {
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
    if (at !== step || (held && !others)) return undefined
    held ??= session
    await gate.passed
    return undefined
  }
  const names = [`${step}-one`, `${step}-two`]
  const workers = await Promise.all(names.map((name) => startWorker({ databaseUrl, smtpUrl: farEnd.url, name })))
  await releaseTo(databaseUrl, 1, step === "body" ? longWay : "")
  await until(() => held !== null)
  const [row] = await sql<{ id: string; worker: string; state: string }>(databaseUrl, `select id, worker, state from "Delivery"`)
  const stalled = workers.find(({ claims }) => row?.worker.startsWith(claims))
  if (!row || !stalled) throw new Error("nobody has the letter")
  return {
    databaseUrl,
    farEnd,
    stalled,
    state: row.state,
    claim: row.worker,
    /** It stands still for so many seconds, and goes on; so many milliseconds later the far end says what it waits for. */
    async stall(seconds: number, silence = 0): Promise<void> {
      stalled.stall()
      await pause(1000 * seconds)
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
    async end(): Promise<void> {
      await Promise.all(workers.map((worker) => worker.kill()))
      await farEnd.close()
    },
  }
}

describe.concurrent(`a worker that stands still for ${stallSeconds} s with a lease of ${leaseSeconds} s`, () => {
  test("while its letter has not left: another sends it, and it writes nothing and sends nothing of it when it goes on", async () => {
    const story = await openStory("RCPT")
    expect(story.state).toBe("sending")
    await story.stall(stallSeconds)
    const trespasses = await story.trespasses()
    console.log(
      `stalled for ${stallSeconds} s in sending: ${trespasses} writes and ${story.completed()} letters after the loss; arrived ${story.farEnd.taken.length} times`,
    )
    expect({ trespasses, completed: story.completed(), arrived: story.farEnd.taken.length }).toEqual({ trespasses: 0, completed: 0, arrived: 1 })
    expect(await sql(story.databaseUrl, `select state, "possiblyTwice" from "Delivery"`)).toEqual([{ state: "sent", possiblyTwice: 0 }])
    await story.end()
  })

  test("in the middle of a body: another sends it, counted as possibly twice, and it completes nothing when it goes on", async () => {
    const story = await openStory("body")
    expect(story.state).toBe("data")
    await story.stall(stallSeconds)
    const trespasses = await story.trespasses()
    console.log(
      `stalled for ${stallSeconds} s in data: ${trespasses} writes and ${story.completed()} letters after the loss; arrived ${story.farEnd.taken.length} times`,
    )
    expect({ trespasses, completed: story.completed(), arrived: story.farEnd.taken.length }).toEqual({ trespasses: 0, completed: 0, arrived: 1 })
    expect(await sql(story.databaseUrl, `select state, "possiblyTwice" from "Delivery"`)).toEqual([{ state: "sent", possiblyTwice: 1 }])
    await story.end()
  })

  test("would be noticed without the fence, when all claims of a letter have one name", async () => {
    let trespasses = 0
    // Which of the two writes first when it wakes is a race; the check must see the fault in one of three.
    for (let attempt = 0; attempt < 3 && trespasses === 0; attempt += 1) trespasses = await withoutFence()
    console.log(`stalled without the fence: ${trespasses} writes after the loss`)
    expect(trespasses).toBeGreaterThan(0)
  })
})

async function withoutFence(): Promise<number> {
  const story = await openStory("RCPT", "holds the others too")
  await sql(
    story.databaseUrl,
    `create function forge() returns trigger language plpgsql as $$ begin new.worker := '${story.claim}'; return new; end $$;
     create trigger forge before update on "Delivery" for each row when (old.state = 'queued' and new.state = 'sending') execute function forge()`,
  )
  await story.stall(leaseSeconds + 4, 1500)
  const trespasses = await story.trespasses()
  await story.end()
  return trespasses
}
