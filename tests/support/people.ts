import { randomUUID } from "node:crypto"
import { db, getNow, query, transaction } from "@/lib/db/client"
import { claim, recoverOrphans } from "@/lib/deliveries/claims"
import { deliver } from "@/lib/deliveries/deliver"
import { materialiseDue } from "@/lib/deliveries/due"
import { settings } from "@/lib/env"
import { eventSchema } from "@/lib/events/schema"
import { holdConnections } from "@/lib/mail/transport"
import { register } from "@/lib/registrations/mutations"
import { registrationSchema } from "@/lib/registrations/schema"
import type { Prisma } from "@/prisma/generated/client"
import { moveClock } from "./database"
import { enrol } from "./factories"

// What the stories have in common: an event, people who press the button, time that passes, a round of the post.

/** The code of `lib` works on a database of this file's own. Named anew, because the linter takes whatever begins with "use" for a hook of React. */
export { useDatabase as inItsOwnDatabase } from "./database"

export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour

/** Seconds by which the clock of each database was moved. */
const passed = new Map<string, number>()
/**
 * Moves the clock of this file's database on by so many seconds. It never goes back. A mailer that runs goes on: its statements of this moment
 * fail, as when a database is started again.
 */
export async function timePasses(seconds: number): Promise<void> {
  const databaseUrl = settings().DATABASE_URL ?? ""
  const moved = (passed.get(databaseUrl) ?? 0) + seconds
  passed.set(databaseUrl, moved)
  await moveClock(databaseUrl, `${moved} seconds`)
  // Connections that were ended may still be in the pool.
  for (let calm = 0; calm < 3; )
    calm = await getNow().then(
      () => calm + 1,
      () => 0,
    )
}

/**
 * From here on the clock of this file's database moves only by `timePasses`: a busy machine would use up a wait of seconds between two lines of a
 * story. Returns what lets it run again.
 */
export async function stopClock(): Promise<() => Promise<void>> {
  const now = new Date((await getNow()).getTime() - (passed.get(settings().DATABASE_URL ?? "") ?? 0) * 1000)
  await readClock(`'${now.toISOString()}'::timestamptz`)
  return () => readClock("now()")
}

const readClock = (clock: string) =>
  query(`create or replace function foyer_now() returns timestamptz language sql stable parallel safe as $$
    select ${clock} + coalesce(nullif(current_setting('foyer.clock_offset', true), ''), '0')::interval
  $$`).then(() => undefined)

/** A published event in ten days with room for a hundred, or as told. */
export async function makeEvent(facts: Partial<Prisma.EventCreateInput> & { startsIn?: number } = {}) {
  const { startsIn = 10 * day, ...rest } = facts
  const startsAt = new Date((await getNow()).getTime() + startsIn * 1000)
  const endsAt = new Date(startsAt.getTime() + 2 * hour * 1000)
  const slug = `session-${randomUUID()}`
  return db().event.create({ data: { slug, title: "A session", startsAt, endsAt, timeZone: "Europe/London", status: "published", capacity: 100, ...rest } })
}
export type Event = Awaited<ReturnType<typeof makeEvent>>

/** Somebody fills in the form and presses the button. The form's own schema reads what was typed. */
export const press = (event: { slug: string }, email: string, name = "Ada Example") => register(event.slug, registrationSchema.parse({ name, email }))

export const person = (number: number) => `person${number}@example.org`
export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

/** People one after the other, each registered. */
export async function registerPeople(event: Event, count: number): Promise<void> {
  for (const number of numbers(count)) await press(event, person(number))
}

/** Many people at once, written into the table without letters: see support/factories.ts. */
export const enrolMany = (event: { id: string }, count: number, columns?: Record<string, string>) =>
  enrol(settings().DATABASE_URL ?? "", event.id, count, columns)

/** The registration of an address. Throws when there is none. */
export const find = (event: { id: string }, email: string) => db().registration.findFirstOrThrow({ where: { eventId: event.id, email } })

/** The event as it is now. */
export const reread = (event: { id: string }) => db().event.findUniqueOrThrow({ where: { id: event.id } })

/** The desk's form as it would be posted for an event that was made here, with these fields changed. */
export const eventForm = ({ slug, title, capacity }: Event, changes: Record<string, string> = {}) =>
  eventSchema.parse({ edition: "1", slug, title, capacity: String(capacity), retentionDays: "30", offerHours: "24", doorsOpenMinutes: "15", ...changes })

/** The rows of the ledger for an event, or for one address of it, oldest first. */
export const letters = (event: { id: string }, email?: string) =>
  db().delivery.findMany({
    where: { eventId: event.id, kind: { not: "test" }, ...(email && { registration: { email } }) },
    orderBy: [{ createdAt: "asc" }, { key: "asc" }],
  })

/** "confirmation sent", "join queued": the letters of an address in a word each. */
export const story = async (event: { id: string }, email: string) => (await letters(event, email)).map(({ kind, state }) => `${kind} ${state}`)

/** Every letter that waits goes out at this moment, for stories that are not about the post. */
export const mailGoes = (event: { id: string }) =>
  query(`update "Delivery" set state = 'sent', "sentAt" = foyer_now() where "eventId" = $1 and state = 'queued'`, [event.id])

/**
 * Nothing is left of earlier stories: neither events and users nor what hangs on them. `truncate … cascade` says the same and makes a hundred new files,
 * which takes a tenth of a second; rows are few here.
 */
export async function startAfresh(): Promise<void> {
  const tables = await query<{ name: string }>(
    `with recursive hanging as (
       select unnest(array['"Event"'::regclass, '"User"'::regclass]) as name
       union select conrelid::regclass from pg_constraint join hanging on confrelid = hanging.name where contype = 'f'
     ) select name::text from hanging`,
  )
  await transaction(async (run) => {
    await run("set local session_replication_role = replica")
    for (const { name } of tables) await run(`delete from ${name}`)
  })
}

/** What a worker does in a tick, until nothing is due: rows of lost workers, rows that should exist, then the post. */
export async function postRound(): Promise<void> {
  await recoverOrphans()
  await materialiseDue()
  const connections = holdConnections()
  for (let claims = await claim("the post", 50); claims.length > 0; claims = await claim("the post", 50)) {
    for (const claimed of claims) {
      const connection = await connections.take()
      await deliver(claimed, connection)
      connections.giveBack(connection)
    }
  }
  connections.quitIdle()
}
