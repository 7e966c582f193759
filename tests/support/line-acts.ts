import { db, query, type Run, transaction } from "@/lib/db/client"
import { acceptOffer, cancel, lapseDueOffers, register, restore } from "@/lib/registrations/mutations"
import { registrationSchema } from "@/lib/registrations/schema"
import { type Act, act, type Change, copyOf, type Done, fewestPlaces, type Line, mostPlaces } from "./line-model"
import { type Event, makeEvent, numbers, reread, startAfresh } from "./people"

// Clients who do random acts at the same time, and the comparison of what came of them with the model.

const mostPeople = 40
const startCapacity = 10

/** What a client did, between which moments, and what it heard. */
type Entry = { number: number; what: Act; answer: string; from: number; to: number }
type Logged = { act: number; change: Change; came: string | null }

/** A generator of numbers below one that gives the same row each time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Every change is written down within the transaction that made it, in the order in which the event's row was held. */
export async function writeDownChanges(): Promise<void> {
  await query(`create table "Log" (seq bigserial, act int, change text, came text)`)
  await query(`create function write_down() returns trigger language plpgsql as $$
    declare number int := nullif(current_setting('foyer.act', true), '');
    begin
      if tg_table_name = 'Event' then
        if old.capacity <> new.capacity then insert into "Log" (act, change) values (number, new.capacity || ' places'); end if;
      elsif tg_op = 'INSERT' or old.status <> new.status then
        insert into "Log" (act, change, came) values (number, new.email || ' ' || new.status, to_char(new."registeredAt", 'YYYY-MM-DD HH24:MI:SS.US'));
      elsif new."offeredUntil" <> old."offeredUntil" then
        insert into "Log" (act, change) values (number, new.email || ' is due');
      end if;
      return null;
    end $$`)
  await query(`create trigger written_down after insert or update on "Registration" for each row execute function write_down()`)
  await query(`create trigger written_down after update on "Event" for each row execute function write_down()`)
}

const idOf = async (run: Run, event: Event, email: string) =>
  (await run<{ id: string }>(`select id from "Registration" where "eventId" = $1 and email = $2`, [event.id, email]))[0]?.id

async function doAct(run: Run, event: Event, what: Act): Promise<string> {
  if (what.kind === "lapse") {
    await lapseDueOffers(run)
    return "done"
  }
  if (what.kind === "places") {
    const changed = await run(
      `update "Event" set capacity = capacity + $2 where id = $1 and capacity + $2 between greatest(taken, ${fewestPlaces}) and ${mostPlaces} returning id`,
      [event.id, what.more],
    )
    if (changed.length > 0) await run("select promote_waiting($1)", [event.id])
    return changed.length > 0 ? "done" : "refused"
  }
  if (what.kind === "register")
    return (await register(event.slug, registrationSchema.parse({ name: "Ada Example", email: what.who }), run))?.answer ?? "no event"
  const id = await idOf(run, event, what.who)
  if (!id) return "nobody"
  if (what.kind === "cancel") return (await cancel(id, run)) ? "done" : "nothing"
  if (what.kind === "restore") return (await restore(id, run))?.answer ?? "no event"
  if (what.kind === "accept") return acceptOffer(id, run)
  await run(`select from "Event" where id = $1 for no key update`, [event.id])
  await run(`update "Delivery" set state = 'sent' where "registrationId" = $1 and kind = 'offer'`, [id])
  const due = await run(
    `update "Registration" set "offeredUntil" = foyer_now() - interval '1 second' where id = $1 and status = 'offered' and "offeredUntil" > foyer_now() returning id`,
    [id],
  )
  return due.length > 0 ? "done" : "nothing"
}

function randomAct(random: () => number): Act {
  const who = `person${1 + Math.floor(random() * mostPeople)}@example.org`
  const draw = random()
  if (draw < 0.3) return { kind: "register", who }
  if (draw < 0.45) return { kind: "cancel", who }
  if (draw < 0.55) return { kind: "restore", who }
  if (draw < 0.7) return { kind: "accept", who }
  if (draw < 0.85) return { kind: "time is over", who }
  if (draw < 0.92) return { kind: "lapse" }
  const more = 1 + Math.floor(random() * 3)
  return { kind: "places", more: random() < 0.5 ? more : -more }
}

/** So many random acts by eight clients at once. Returns what each heard, and what was written down. */
export async function actAtRandom(count: number, seed: number) {
  await startAfresh()
  const event = await makeEvent({ capacity: startCapacity, waitingList: true })
  const random = randomFrom(seed)
  const done: Entry[] = []
  let next = 0
  const client = async () => {
    while (next < count) {
      const number = next++
      const what = randomAct(random)
      const from = performance.now()
      const answer = await transaction(async (run) => {
        await run(`select set_config('foyer.act', $1, true)`, [String(number)])
        return doAct(run, event, what)
      }).catch((error: Error) => `an error: ${error.message}`)
      done.push({ number, what, answer, from, to: performance.now() })
    }
  }
  await Promise.all(numbers(8).map(client))
  const log = await query<Logged>(`select act, change, came from "Log" where act is not null order by seq`)
  await query(`truncate "Log" restart identity`)
  const people = await db().registration.findMany({ where: { eventId: event.id }, select: { email: true, status: true } })
  return { done, log, people, event: await reread(event) }
}

/** Goes through the acts that changed something, in their order, and holds the model beside them; then each that changed nothing. Returns every difference. */
export function differences({ done, log, people, event }: Awaited<ReturnType<typeof actAtRandom>>): string[] {
  const found: string[] = []
  const byNumber = new Map(done.map((entry) => [entry.number, entry]))
  const line: Line = { capacity: startCapacity, people: new Map() }
  const states = [copyOf(line)]
  const order: Entry[] = []
  for (const { number, rows } of together(log)) {
    const entry = byNumber.get(number)
    if (!entry) throw new Error(`nobody did act ${number}`)
    const came = rows.find(({ change }) => "who" in entry.what && change.startsWith(`${entry.what.who} `) && /registered|waiting/.test(change))?.came ?? ""
    found.push(
      ...compare(
        entry,
        act(line, entry.what, came),
        rows.map(({ change }) => change),
      ),
    )
    order.push(entry)
    states.push(copyOf(line))
  }
  const changed = new Set(order.map(({ number }) => number))
  for (const entry of done.filter(({ number }) => !changed.has(number))) {
    // It saw all that was over before it began, and nothing that began after it ended; between, any state may be the one it saw.
    const first = order.reduce((last, { to }, index) => (to < entry.from ? index + 1 : last), 0)
    const after = order.findIndex(({ from }) => from > entry.to)
    const seen = states.slice(first, after < 0 ? undefined : after + 1)
    const fits = seen.some((state) => compare(entry, act(copyOf(state), entry.what, ""), []).length === 0)
    if (!fits) found.push(`act ${entry.number}, ${JSON.stringify(entry.what)}: answered ${entry.answer} and changed nothing, which no state explains`)
  }
  const statuses = new Map([...line.people].map(([who, { status }]) => [who, status]))
  for (const { email, status } of people) if (statuses.get(email) !== status) found.push(`at the end ${email} is ${status}, not ${statuses.get(email)}`)
  const taken = people.filter(({ status }) => status === "registered" || status === "offered").length
  if (event.taken !== taken || taken > event.capacity) found.push(`at the end ${event.taken} of ${event.capacity} places are counted, and ${taken} taken`)
  return found
}

function compare({ number, what, answer }: Entry, expected: Done, changes: Change[]): string[] {
  const [is, should] = [changes.toSorted().join(", "), expected.changes.toSorted().join(", ")]
  if (is === should && answer === expected.answer) return []
  return [`act ${number}, ${JSON.stringify(what)}: answered ${answer} and changed [${is}], not ${expected.answer} and [${should}]`]
}

/** The changes of each act. Those of two acts that lie between each other are two groups, which no model explains. */
function together(log: Logged[]): { number: number; rows: Logged[] }[] {
  const groups: { number: number; rows: Logged[] }[] = []
  for (const row of log) {
    const last = groups.at(-1)
    if (last?.number === row.act) last.rows.push(row)
    else groups.push({ number: row.act, rows: [row] })
  }
  return groups
}
