import { subscribe, unsubscribe } from "node:diagnostics_channel"
import type { Socket } from "node:net"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { requestSignIn } from "@/lib/auth/sign-in-link"
import { query } from "@/lib/db/client"
import { type Mailer, startMailer } from "@/lib/deliveries/mailer"
import { provide, settings } from "@/lib/env"
import { type FarEnd, startFarEnd } from "../support/far-end"
import { makeOrganiser } from "../support/organiser"
import { inItsOwnDatabase, makeEvent, numbers, registerPeople, startAfresh, timePasses } from "../support/people"
import { countStates, releaseTo } from "../support/release"
import { full } from "../support/size"
import { pause, until } from "../support/until"

// The mail server is away for ten minutes of the clock, with a whole send waiting: it is knocked at now and then, and afterwards everything goes, most urgent first.

inItsOwnDatabase()

const minutes = 10
const connections = 3
let farEnd: FarEnd
let mailer: Mailer | null = null
const url = () => settings().DATABASE_URL ?? ""
const server = async () => (await query<{ trouble: string | null; misses: number }>(`select trouble, misses from "MailServer"`))[0]

/** Every attempt to connect to the far end, the ones that nobody answers too. */
let attempts = 0
const notice = (message: unknown) => {
  const { socket } = message as { socket: Socket }
  socket.once("connect", () => {
    if (socket.remotePort === farEnd.port) attempts += 1
  })
  socket.once("error", (error: Error & { port?: number; syscall?: string }) => {
    if (error.syscall === "connect" && error.port === farEnd.port) attempts += 1
  })
}

beforeAll(async () => {
  farEnd = await startFarEnd()
  provide({ SMTP_URL: farEnd.url, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: String(connections) })
  subscribe("net.client.socket", notice)
})
afterEach(async () => {
  await mailer?.stop()
  farEnd.forget()
  await startAfresh()
  await query(`update "MailServer" set trouble = null, words = null, since = null, "restUntil" = null, misses = 0, "lastFailed" = null, "acceptedAt" = null`)
})
afterAll(async () => {
  unsubscribe("net.client.socket", notice)
  await farEnd.close()
})

test("ten minutes without a server cost fewer than twenty tries, and then everything goes, most urgent first", { timeout: 400_000 }, async () => {
  const people = full(300, 5000)
  await releaseTo(url(), people - 50)
  const soon = await releaseTo(url(), 30)
  await query(`update "Event" set "startsAt" = foyer_now() + interval '2 hours', "endsAt" = foyer_now() + interval '3 hours' where id = $1`, [soon.id])
  await registerPeople(await makeEvent(), 17)
  for (const _ of numbers(3)) await requestSignIn((await makeOrganiser()).email)

  // First nobody listens; then somebody opens and says nothing; then somebody says hello and takes no letter.
  await farEnd.close()
  attempts = 0
  mailer = startMailer()
  await until(async () => (await countStates(url())).queued === people)
  const steps = full(12, 60)
  for (const step of numbers(steps)) {
    if (step === Math.ceil(steps / 3)) {
      await farEnd.reopen()
      farEnd.behaviour.answer = (at) => (at === "greeting" ? "drop" : undefined)
    }
    if (step === Math.ceil((2 * steps) / 3)) farEnd.behaviour.answer = (at) => (at === "MAIL" ? "drop" : undefined)
    await timePasses((minutes * 60) / steps)
    await pause(1100)
  }
  const tries = attempts
  const misses = (await server())?.misses
  expect((await server())?.trouble).toBe("away")
  expect(await countStates(url())).toEqual({ queued: people })

  farEnd.behaviour.answer = () => undefined
  await timePasses(80)
  const began = performance.now()
  await until(async () => (await countStates(url())).sent === people, 120_000)
  console.log(
    `${people} letters waited ${minutes} minutes: ${tries} tries at the server (${misses} counted); all sent ${((performance.now() - began) / 1000).toFixed(1)} s after it was back`,
  )
  expect(tries).toBeLessThan(20)
  expect(misses).toBeLessThan(20)
  expect(misses).toBeGreaterThan(3)
  expect(farEnd.accepted()).toHaveLength(people)

  const rows = await query<{ id: string; urgency: number; tries: number }>(`select id, urgency, tries from "Delivery"`)
  expect(rows.filter((row) => row.tries > 0)).toEqual([])
  const urgencies = new Map(rows.map(({ id, urgency }) => [`<${id}@localhost>`, urgency]))
  const order = farEnd.accepted().map(({ messageId }) => urgencies.get(messageId) ?? 0)
  // Letters that are on their way at the same time may pass each other.
  const overtaken = order.filter((urgency, place) => order.slice(place + connections + 1).some((later) => later < urgency))
  expect(overtaken).toEqual([])
  expect([...new Set(order)].sort((a, b) => a - b)).toEqual([0, 10, 12, 30])
})

test("a mailer that notes no trouble would be noticed", async () => {
  await query(
    `create or replace function forget() returns trigger language plpgsql as $$ begin new.trouble := null; new."restUntil" := null; return new; end $$;
     create trigger forget before update on "MailServer" for each row execute function forget()`,
  )
  await releaseTo(url(), 50)
  await farEnd.close()
  attempts = 0
  mailer = startMailer()
  await until(() => attempts > 0)
  attempts = 0
  const seconds = 3
  await pause(1000 * seconds)
  const inTenMinutes = (attempts / seconds) * 60 * minutes
  console.log(`without the breaker: ${attempts} tries in ${seconds} s, ${inTenMinutes} in ten minutes`)
  expect(inTenMinutes).toBeGreaterThan(100)
  await query(`drop trigger forget on "MailServer"`)
  await farEnd.reopen()
})
