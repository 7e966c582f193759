import { cloneDatabase, setLease } from "./database"
import { makeGate, type Session, startFarEnd } from "./far-end"
import { releaseTo } from "./release"
import { full } from "./size"
import { sql } from "./sql"
import { pause, until } from "./until"
import { startWorker, type Worker } from "./workers"

// Two workers, of whom one stands still with a letter in its hands: told once, for the real fence and for none.

/** A busy machine must not be what makes the other worker lose its own. */
export const leaseSeconds = full(10, 5)
/** Larger than what the two sockets hold, so that its end is still in the worker when the far end stops reading. */
const longWay = "A long way to the room. ".repeat(120_000)

/** Two workers, and a far end that holds the first attempt at this step. Every write to a letter's row is written down with who made it. */
export async function openHouse(step: "RCPT" | "body", others?: "the other comes later" | "holds the others too") {
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
      await until(() => farEnd.taken.length > 0)
      // Long enough for a second copy to come, if there is one.
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
