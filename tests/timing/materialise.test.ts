import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { materialiseDue } from "@/lib/deliveries/due"
import { type Mailer, startMailer } from "@/lib/deliveries/mailer"
import { provide, settings } from "@/lib/env"
import { type FarEnd, startFarEnd } from "../support/far-end"
import { inItsOwnDatabase, letters, makeEvent, person, press, startAfresh } from "../support/people"
import { releaseTo } from "../support/release"
import { full } from "../support/size"

// Making rows never keeps the post from what is due already, and no event keeps another waiting for ever.

inItsOwnDatabase()

let farEnd: FarEnd
let mailer: Mailer | null = null
const soon = <T>(ask: () => T | Promise<T>) => expect.poll(ask, { timeout: 60_000, interval: 20 })
const release = (people: number) => releaseTo(settings().DATABASE_URL ?? "", people)

beforeAll(async () => {
  farEnd = await startFarEnd()
  provide({ SMTP_URL: farEnd.url, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: "3" })
})
afterEach(async () => {
  await mailer?.stop()
  await query(`drop trigger if exists trouble on "Delivery"`)
  farEnd.forget()
  await startAfresh()
})
afterAll(() => farEnd.close())

/** What happens when a row of this event is made. */
const whenMade = (event: { id: string }, what: string) =>
  query(
    `create or replace function trouble() returns trigger language plpgsql as $$ begin ${what} return new; end $$;
     create trigger trouble before insert on "Delivery" for each row when (new."eventId" = '${event.id}' and new.kind = 'join') execute function trouble()`,
  )

test("an event whose rows cannot be made holds up neither the other events nor the letters that are due", async () => {
  const poisoned = await release(2)
  await whenMade(poisoned, `raise exception 'no row for you';`)
  // It comes first in the order of what is due.
  await query(`update "Event" set "nextDueAt" = foyer_now() - interval '1 hour' where id = $1`, [poisoned.id])
  const healthy = await release(5)
  mailer = startMailer()
  await soon(async () => (await letters(healthy)).filter(({ state }) => state === "sent").length).toBe(5)
  const event = await makeEvent()
  await press(event, person(9))
  await soon(() => farEnd.to(person(9)).length).toBe(1)
  expect(await letters(poisoned)).toEqual([])
  await query(`drop trigger trouble on "Delivery"`)
  await soon(async () => (await letters(poisoned)).map(({ state }) => state)).toEqual(["sent", "sent"])
})

test("whoever registers while the rows of a large event are made does not wait for them", async () => {
  const people = full(10_000, 100_000)
  const large = await release(people)
  // As slow as a database that is busy: about a second for a piece of five thousand.
  await whenMade(large, `if random() < 0.001 then perform pg_sleep(0.2); end if;`)
  await query(`update "Event" set "mailPausedAt" = foyer_now() where id = $1`, [large.id])
  const began = performance.now()
  mailer = startMailer()
  const event = await makeEvent()
  const waits: number[] = []
  const made = async () => (await query<{ count: number }>(`select count(*) as count from "Delivery" where "eventId" = $1`, [large.id]))[0]?.count
  for (let number = 1; number <= 5; number += 1) {
    const pressed = performance.now()
    await press(event, person(people + number))
    await soon(() => farEnd.to(person(people + number)).length).toBe(1)
    waits.push(performance.now() - pressed)
  }
  expect(await made()).toBeLessThan(people)
  await soon(made).toBe(people)
  console.log(
    `${people} rows in ${((performance.now() - began) / 1000).toFixed(1)} s; five confirmations meanwhile, the slowest after ${Math.round(Math.max(...waits))} ms`,
  )
  expect(Math.max(...waits)).toBeLessThan(1500)
  expect(await materialiseDue()).toBe(0)
})
