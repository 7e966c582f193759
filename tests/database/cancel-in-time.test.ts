import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { type Mailer, startMailer } from "@/lib/deliveries/mailer"
import { provide, settings } from "@/lib/env"
import { cancel } from "@/lib/registrations/mutations"
import { type FarEnd, makeGate, startFarEnd } from "../support/far-end"
import { inItsOwnDatabase, startAfresh } from "../support/people"
import { releaseTo } from "../support/release"
import { full } from "../support/size"
import { pause, until } from "../support/until"
import { without } from "../support/without"

// Whoever cancels gets nothing more, however close the send is.

inItsOwnDatabase()

let farEnd: FarEnd
let mailer: Mailer | null = null
const url = () => settings().DATABASE_URL ?? ""
const people = full(100, 1000)

beforeAll(async () => {
  farEnd = await startFarEnd()
  provide({ SMTP_URL: farEnd.url, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: "5" })
  await query(
    `create table "Left" (id uuid, at timestamptz);
     create function note_left() returns trigger language plpgsql as $$ begin insert into "Left" values (new.id, clock_timestamp()); return new; end $$;
     create trigger note_left after update on "Delivery" for each row when (old.state = 'sending' and new.state = 'data') execute function note_left()`,
  )
})
afterEach(async () => {
  await mailer?.stop()
  farEnd.forget()
  await startAfresh()
  await query(`truncate "Left"`)
})
afterAll(() => farEnd.close())

/** Everybody whose number is even cancels, a few at a time. Resolves with when each was told that it is done, by the database's clock. */
async function cancelEvenOnes(eventId: string, width: number): Promise<Map<string, Date>> {
  const rows = await query<{ id: string }>(
    `select id from "Registration" where "eventId" = $1 and right(name, 1) in ('0', '2', '4', '6', '8') order by random()`,
    [eventId],
  )
  const done = new Map<string, Date>()
  const one = async () => {
    for (let row = rows.pop(); row; row = rows.pop()) {
      await cancel(row.id)
      const [clock] = await query<{ at: Date }>("select clock_timestamp() as at")
      if (clock) done.set(row.id, clock.at)
    }
  }
  await Promise.all(Array.from({ length: width }, one))
  return done
}

/** Joining letters that left for somebody who had been told before that the registration is cancelled. */
async function lettersTooMany(done: Map<string, Date>): Promise<number> {
  const left = await query<{ registrationId: string; at: Date }>(
    `select d."registrationId", l.at from "Left" l join "Delivery" d on d.id = l.id where d.kind = 'join'`,
  )
  return left.filter(({ registrationId, at }) => (done.get(registrationId) ?? at) < at).length
}

const letters = async (eventId: string, kind: string, state: string) =>
  (
    await query<{ count: number }>(`select count(*) as count from "Delivery" where "eventId" = $1 and kind = $2 and state = $3::"DeliveryState"`, [
      eventId,
      kind,
      state,
    ])
  )[0]?.count ?? 0

/** The event's details are released by themselves in so many seconds. */
const releasesIn = (eventId: string, seconds: number) =>
  query(
    `update "Event" e set "joinReleasedVersion" = null, "joinReleaseAt" = moment, "nextDueAt" = moment
     from (select foyer_now() + make_interval(secs => $2) as moment) m where id = $1`,
    [eventId, seconds],
  )

test(`${people} people cancel in the second before the send, and none of them gets link and passcode`, async () => {
  const { id } = await releaseTo(url(), 2 * people)
  const seconds = full(2, 10)
  await releasesIn(id, seconds)
  mailer = startMailer()
  const done = await cancelEvenOnes(id, 8)
  expect(done.size).toBe(people)
  await until(async () => (await letters(id, "join", "sent")) === people, 60_000)
  await until(async () => (await letters(id, "cancelled", "sent")) === people, 60_000)
  expect(await lettersTooMany(done)).toBe(0)
  const cancelled = await query<{ email: string }>(`select email from "Registration" where "eventId" = $1 and status = 'cancelled'`, [id])
  const addresses = new Set(cancelled.map(({ email }) => email))
  const joining = farEnd.taken.filter(({ to, subject }) => addresses.has(to) && !subject.startsWith("You have cancelled"))
  console.log(`${people} cancelled before the send: ${joining.length} joining letters to them, ${await letters(id, "join", "sent")} to the others`)
  expect(joining).toHaveLength(0)
})

test(`${people} people cancel while the send goes on, and nothing leaves for anybody who was told that it is done`, async () => {
  const { id } = await releaseTo(url(), 2 * people)
  mailer = startMailer()
  await until(() => farEnd.taken.length > 5)
  const done = await cancelEvenOnes(id, 2)
  await until(async () => (await letters(id, "join", "queued")) + (await letters(id, "join", "sending")) + (await letters(id, "join", "data")) === 0, 60_000)
  const withheld = await letters(id, "join", "withheld")
  console.log(`${people} cancelled during the send: ${withheld} joining letters were withheld, ${await lettersTooMany(done)} left too late`)
  expect(await lettersTooMany(done)).toBe(0)
  expect(withheld).toBeGreaterThan(0)
})

/** Letters are written, and held at the last step before their bodies leave; then everybody cancels; then the letters may go. */
async function cancelAtTheLastMoment(): Promise<number> {
  const gate = makeGate()
  farEnd.behaviour.answer = async (step) => void (step === "RCPT" && (await gate.passed))
  const { id } = await releaseTo(url(), 4)
  await query(`update "Registration" set name = 'Person 2'`)
  mailer = startMailer()
  await until(async () => (await letters(id, "join", "sending")) > 0)
  await until(() => farEnd.sessions.size > 0 && [...farEnd.sessions].every(({ to }) => to !== ""))
  const done = await cancelEvenOnes(id, 4)
  gate.open()
  await until(async () => (await letters(id, "join", "sending")) === 0)
  await pause(300)
  return lettersTooMany(done)
}

test("a letter whose body is about to leave stays when its person cancels", async () => {
  expect(await cancelAtTheLastMoment()).toBe(0)
})

test("and a ledger that does not look at the world again would be noticed", async () => {
  const putBack = await without(url(), "letter_world", "looks at the world again")
  try {
    expect(await cancelAtTheLastMoment()).toBeGreaterThan(0)
  } finally {
    await putBack()
  }
})
